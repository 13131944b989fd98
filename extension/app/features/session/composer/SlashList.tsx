import { createEffect, createMemo, For, type JSX, on, Show } from 'solid-js'
import { useAnnounce } from '../../../ui/Announcer.tsx'
import styles from './SlashList.module.css'
import type { Slash } from './slash.ts'
import { commandNote, F } from './words.ts'

/** The agent's commands that fit what is typed. Focus stays in the field, which names the one that would be taken. */
export const SlashList = (props: { readonly id: string; readonly slash: Slash }): JSX.Element => {
  const announce = useAnnounce()
  const open = createMemo(() => props.slash.open())
  createEffect(
    on(open, (is) => {
      if (is) announce(F.commandsFound(props.slash.found().length))
    }),
  )
  return (
    <Show when={open()}>
      <div class={styles.list} id={props.id} role="listbox" aria-label={F.commands} tabindex={-1}>
        <For each={props.slash.found()}>
          {(command, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys reach it through the field
            <div
              ref={(element) =>
                createEffect(() => {
                  if (at() === props.slash.at()) element.scrollIntoView?.({ block: 'nearest' })
                })
              }
              class={styles.option}
              id={`${props.id}-${at()}`}
              role="option"
              tabIndex={-1}
              aria-selected={at() === props.slash.at()}
              // The field keeps its focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => props.slash.pick(at())}
            >
              <span class={styles.name}>/{command.name}</span>
              <span class={styles.note}>{commandNote(command)}</span>
            </div>
          )}
        </For>
      </div>
    </Show>
  )
}
