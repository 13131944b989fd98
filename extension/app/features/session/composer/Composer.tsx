import ArrowUp from 'lucide-solid/icons/arrow-up'
import ListPlus from 'lucide-solid/icons/list-plus'
import Square from 'lucide-solid/icons/square'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { HostView } from '../../../state/host-view.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { placeholder, sayError, tooLong, W } from '../words.ts'
import styles from './Composer.module.css'
import type { Draft } from './draft.ts'
import { growWithText } from './grow.ts'
import { composerMode, isSendPress } from './mode.ts'
import type { Stopping } from './stopping.ts'

export interface ComposerProps {
  readonly host: HostView
  readonly session: string
  readonly draft: Draft
  readonly stopping: Stopping
  /** Does a turn go on? */
  readonly running: boolean
  /** What the agent is called. */
  readonly agent: string
  /** Something was sent or queued. */
  onSent(): void
  /** The person is done typing for now: Esc. */
  onLeave(): void
  field(element: HTMLTextAreaElement): void
}

const isTouch = (): boolean => globalThis.matchMedia?.('(pointer: coarse)').matches ?? false

/** Where prompts are typed. The text goes only once it is kept in the outbox. */
export const Composer = (props: ComposerProps): JSX.Element => {
  const [busy, setBusy] = createSignal(false)
  const [failed, setFailed] = createSignal<string | null>(null)
  const mode = createMemo(() => composerMode(props.draft.text(), props.running, busy()))
  const send = async (): Promise<void> => {
    if (!mode().ready) return
    const text = props.draft.text()
    setBusy(true)
    setFailed(null)
    try {
      await props.host.actions.prompt(props.session, [{ type: 'text', text }])
      props.draft.set('')
      props.onSent()
    } catch (error) {
      setFailed(`${W.notKept} ${sayError(error)}`)
    }
    setBusy(false)
  }
  const problem = (): string | null =>
    mode().over > 0 ? tooLong(props.draft.text().length) : (failed() ?? props.stopping.failed())
  return (
    <form
      class={styles.composer}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Show when={problem()}>
        <p class={styles.problem} role="alert">
          {problem()}
        </p>
      </Show>
      <div class={styles.box}>
        <textarea
          ref={(element) => {
            props.field(element)
            growWithText(element, props.draft.text)
          }}
          class={styles.field}
          rows={1}
          dir="auto"
          aria-label={W.prompt}
          placeholder={props.running ? W.placeholderRunning : placeholder(props.agent)}
          enterkeyhint={isTouch() ? 'enter' : 'send'}
          value={props.draft.text()}
          readonly={busy()}
          onInput={(event) => props.draft.set(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.isComposing) props.onLeave()
            if (!isSendPress(event, isTouch())) return
            event.preventDefault()
            void send()
          }}
        />
        <span class={styles.buttons}>
          <Show when={props.running}>
            <IconButton
              variant="secondary"
              label={props.stopping.busy() ? W.stopping : W.stop}
              busy={props.stopping.busy()}
              onClick={() => void props.stopping.stop()}
            >
              <Square fill="currentColor" />
            </IconButton>
          </Show>
          <IconButton
            type="submit"
            variant="primary"
            label={mode().action === 'queue' ? W.queue : W.send}
            busy={busy()}
            disabled={!mode().ready && !busy()}
          >
            <Dynamic component={mode().action === 'queue' ? ListPlus : ArrowUp} />
          </IconButton>
        </span>
      </div>
    </form>
  )
}
