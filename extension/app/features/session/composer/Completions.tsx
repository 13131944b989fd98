import { visible } from '@hearth/shared/session'
import FileCode from 'lucide-solid/icons/file-code'
import Globe from 'lucide-solid/icons/globe'
import MessageSquare from 'lucide-solid/icons/message-square'
import { createEffect, createMemo, For, type JSX, on, Show } from 'solid-js'
import { useAnnounce } from '../../../ui/Announcer.tsx'
import styles from './Completions.module.css'
import { type Choice, choiceKey } from './choice.ts'
import type { Completer } from './completer.ts'
import { commandNote, M, sayFound } from './words.ts'

/** What of a line is shown: a name, what is beside it, and whose it is. */
interface Line {
  readonly icon: JSX.Element
  readonly name: string
  readonly note: string
  readonly badge: string | null
  readonly mono: boolean
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

const lineOf = (choice: Choice, agent: string): Line => {
  switch (choice.kind) {
    case 'command': {
      const { command } = choice
      return { icon: null, name: `/${command.name}`, note: commandNote(command), badge: agent, mono: true }
    }
    case 'own':
      return { icon: null, name: `/${choice.own.name}`, note: choice.own.note, badge: M.ours, mono: true }
    case 'file': {
      const name = choice.path.split('/').at(-1) ?? choice.path
      const folder = choice.path.slice(0, -name.length - 1)
      return { icon: <FileCode />, name: visible(name), note: visible(folder), badge: null, mono: false }
    }
    case 'tab': {
      const { title, url, active } = choice.tab
      const badge = active ? M.thisTab : null
      return { icon: <Globe />, name: visible(title), note: visible(hostOf(url)), badge, mono: false }
    }
    case 'tabs':
      return { icon: <Globe />, name: M.allowTabs, note: M.allowTabsNote, badge: null, mono: false }
    case 'session': {
      const { title, project } = choice.session
      return { icon: <MessageSquare />, name: title, note: project, badge: null, mono: false }
    }
  }
}

export interface CompletionsProps {
  readonly id: string
  readonly completer: Completer
  /** What the agent is called: whose its commands are. */
  readonly agent: string
}

/** What fits what is typed, by kind. Focus stays in the field, which names the line that would be taken. */
const Completions = (props: CompletionsProps): JSX.Element => {
  const announce = useAnnounce()
  const groups = (): ReturnType<Completer['groups']> => props.completer.groups()
  const said = createMemo(() => (props.completer.open() ? sayFound(groups()) : null))
  createEffect(
    on(said, (words) => {
      if (words !== null) announce(words)
    }),
  )
  const chosen = createMemo(() => {
    const choice = props.completer.choices()[props.completer.at()]
    return choice === undefined ? null : choiceKey(choice)
  })
  const indexOf = (choice: Choice): number => props.completer.choices().indexOf(choice)
  const label = (): string => (props.completer.trigger()?.kind === 'command' ? M.commands : M.mentions)
  return (
    <Show when={props.completer.open()}>
      <div class={styles.list} id={props.id} role="listbox" aria-label={label()} tabindex={-1}>
        <For each={groups()}>
          {(group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of a listbox is no fieldset
            <div role="group" aria-label={group.label ?? label()}>
              <Show when={group.label}>
                <div class={styles.label} role="presentation">
                  {group.label}
                </div>
              </Show>
              <Show when={group.note}>
                <div class={styles.said} role="presentation">
                  {group.note}
                </div>
              </Show>
              <For each={group.choices}>
                {(choice) => (
                  <Option
                    id={`${props.id}-${indexOf(choice)}`}
                    line={lineOf(choice, props.agent)}
                    selected={chosen() === choiceKey(choice)}
                    onPick={() => props.completer.pick(choice)}
                  />
                )}
              </For>
            </div>
          )}
        </For>
      </div>
    </Show>
  )
}

export default Completions

const Option = (props: {
  readonly id: string
  readonly line: Line
  readonly selected: boolean
  onPick(): void
}): JSX.Element => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: keys reach it through the field
  <div
    ref={(element) =>
      createEffect(() => {
        if (props.selected) element.scrollIntoView?.({ block: 'nearest' })
      })
    }
    class={styles.option}
    id={props.id}
    role="option"
    tabIndex={-1}
    aria-selected={props.selected}
    // The field keeps its focus.
    onPointerDown={(event) => event.preventDefault()}
    onClick={() => props.onPick()}
  >
    <Show when={props.line.icon}>
      <span class={styles.icon} aria-hidden="true">
        {props.line.icon}
      </span>
    </Show>
    <span class={styles.name} data-mono={props.line.mono ? '' : undefined} dir="auto">
      {props.line.name}
    </span>
    <span class={styles.note} dir="auto">
      {props.line.note}
    </span>
    <Show when={props.line.badge}>
      <span class={styles.badge}>{props.line.badge}</span>
    </Show>
  </div>
)
