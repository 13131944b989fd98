import { createEffect, createMemo, For, type JSX, on, Show } from 'solid-js'
import { promptText } from '../../../state/prompt-text.ts'
import type { Refusals } from '../../../state/refusals.ts'
import { useTranscript } from '../transcript/context.ts'
import { ChipText } from './ChipText.tsx'
import { Outgoing } from './Outgoing.tsx'
import { QueuedChip } from './QueuedChip.tsx'
import { RefusedChip } from './RefusedChip.tsx'
import styles from './Waiting.module.css'
import { Q } from './words.ts'

/** Prompts above the composer: queued ones, those on their way, and those that the host refused. */
export const Waiting = (props: { readonly refusals: Refusals }): JSX.Element => {
  const { model } = useTranscript()
  const queued = createMemo<readonly number[]>(() => model.waiting().queued.map(({ n }) => n))
  const any = (): boolean =>
    queued().length + model.waiting().outgoing.length + props.refusals.all().length > 0
  let focused: HTMLElement | undefined
  // A chip that gets another place loses the focus that was in it.
  createEffect(
    on(queued, () => {
      if (focused?.isConnected && document.activeElement === document.body) focused.focus()
    }),
  )
  return (
    <Show when={any()}>
      <ul
        class={styles.list}
        aria-label={Q.list}
        onFocusIn={(event) => {
          focused = event.target as HTMLElement
        }}
        onFocusOut={(event) => {
          if (event.relatedTarget !== null) focused = undefined
        }}
      >
        <For each={queued()}>
          {(turn, at) => <QueuedChip turn={turn} at={at()} count={queued().length} />}
        </For>
        <For each={model.waiting().outgoing}>
          {(entry) => (
            <li class={styles.chip}>
              <ChipText text={promptText(entry.content)} />
              <Outgoing entry={entry} />
            </li>
          )}
        </For>
        <For each={props.refusals.all()}>
          {(refusal) => <RefusedChip refusal={refusal} onDismiss={() => props.refusals.dismiss(refusal)} />}
        </For>
      </ul>
    </Show>
  )
}
