import type { Delivery } from '@hearth/shared/session'
import { createMemo, createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { AgentSheet } from '../agents/AgentSheet.tsx'
import type { ChosenAgent } from '../agents/chosen.ts'
import { OptionsSheet } from '../agents/OptionsSheet.tsx'
import { placeholder, sayError, tooLong, W } from '../words.ts'
import styles from './Composer.module.css'
import type { Draft } from './draft.ts'
import { growWithText } from './grow.ts'
import { Hints } from './Hints.tsx'
import { MemoryLine } from './MemoryLine.tsx'
import { composerMode, isSendPress, isSteerPress } from './mode.ts'
import { SendButtons } from './SendButtons.tsx'
import { SlashList } from './SlashList.tsx'
import { createSlash } from './slash.ts'
import type { Stopping } from './stopping.ts'
import { type ComposerSheet, Toolbar } from './Toolbar.tsx'

export interface ComposerProps {
  readonly host: HostView
  readonly session: string
  readonly draft: Draft
  readonly stopping: Stopping
  readonly chosen: ChosenAgent
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
  const id = createUniqueId()
  const [busy, setBusy] = createSignal(false)
  const [failed, setFailed] = createSignal<string | null>(null)
  const [sheet, setSheet] = createSignal<ComposerSheet | null>(null)
  const mode = createMemo(() => composerMode(props.draft.text(), props.running, busy()))
  const slash = createSlash(() => props.chosen.view()?.commands ?? [], props.draft)
  const send = async (delivery: Delivery): Promise<void> => {
    if (!mode().ready) return
    const text = props.draft.text()
    const manner = { ...props.chosen.manner(), ...(delivery === 'steer' && { delivery }) }
    setBusy(true)
    setFailed(null)
    try {
      await props.host.actions.prompt(props.session, [{ type: 'text', text }], manner)
      props.draft.set('')
      props.chosen.tell(true)
      props.onSent()
    } catch (error) {
      setFailed(`${W.notKept} ${sayError(error)}`)
    }
    setBusy(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (slash.press(event)) return
    if (event.key === 'Escape' && !event.isComposing) props.onLeave()
    const steers = props.running && isSteerPress(event)
    if (!steers && !isSendPress(event, isTouch())) return
    event.preventDefault()
    void send(steers ? 'steer' : 'queue')
  }
  const problem = (): string | null =>
    mode().over > 0 ? tooLong(props.draft.text().length) : (failed() ?? props.stopping.failed())
  return (
    <>
      <form
        class={styles.composer}
        onSubmit={(event) => {
          event.preventDefault()
          void send('queue')
        }}
      >
        <Show when={problem()}>
          <p class={styles.problem} role="alert">
            {problem()}
          </p>
        </Show>
        <SlashList id={id} slash={slash} />
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
            aria-autocomplete="list"
            aria-controls={slash.open() ? id : undefined}
            aria-activedescendant={slash.open() ? `${id}-${slash.at()}` : undefined}
            placeholder={props.running ? W.placeholderRunning : placeholder(props.agent)}
            enterkeyhint={isTouch() ? 'enter' : 'send'}
            value={props.draft.text()}
            readonly={busy()}
            onInput={(event) => props.draft.set(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <Toolbar host={props.host} chosen={props.chosen} onOpen={setSheet}>
            <SendButtons
              mode={mode()}
              busy={busy()}
              running={props.running}
              steering={props.chosen.steering()}
              stopping={props.stopping}
              onSteer={() => void send('steer')}
            />
          </Toolbar>
        </div>
        <MemoryLine chosen={props.chosen} agent={props.agent} />
        <Hints
          step={props.stopping.step()}
          steering={mode().ready ? props.chosen.steering() : null}
          keys={!isTouch()}
        />
      </form>
      {/* Outside of the form: what is typed there sends nothing. */}
      <AgentSheet
        open={sheet() === 'agent'}
        host={props.host}
        chosen={props.chosen}
        onClose={() => setSheet(null)}
      />
      <OptionsSheet
        open={sheet() === 'options'}
        host={props.host}
        session={props.session}
        agent={props.chosen.id()}
        options={props.chosen.view()?.options ?? []}
        onClose={() => setSheet(null)}
      />
    </>
  )
}
