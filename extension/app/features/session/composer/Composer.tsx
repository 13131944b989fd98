import type { Delivery } from '@hearth/shared/session'
import { createMemo, createSignal, createUniqueId, type JSX, lazy, Show, Suspense } from 'solid-js'
import { toContent } from '../../../state/attachment.ts'
import type { HostView } from '../../../state/host-view.ts'
import { sayError } from '../../../ui/say-error.ts'
import { AddMenu } from '../../attach/AddMenu.tsx'
import { Attachments } from '../../attach/Attachments.tsx'
import { fullness } from '../../attach/full.ts'
import { PagePicking } from '../../attach/PagePicking.tsx'
import { createAttaching } from '../../attach/use-attaching.ts'
import { usePage } from '../../attach/use-page.tsx'
import { A } from '../../attach/words.ts'
import { AgentSheet } from '../agents/AgentSheet.tsx'
import type { ChosenAgent } from '../agents/chosen.ts'
import { OptionsSheet } from '../agents/OptionsSheet.tsx'
import { useTranscript } from '../transcript/context.ts'
import { placeholder, tooLong, W } from '../words.ts'
import styles from './Composer.module.css'
import type { OwnCommand } from './choice.ts'
import { Dictate } from './Dictate.tsx'
import type { Draft } from './draft.ts'
import { growWithText } from './grow.ts'
import { Hints } from './Hints.tsx'
import { createHistory } from './history.ts'
import { MemoryLine } from './MemoryLine.tsx'
import { composerMode, isSendPress, isSteerPress } from './mode.ts'
import { promptsOf } from './prompts.ts'
import { SendButtons } from './SendButtons.tsx'
import type { Stopping } from './stopping.ts'
import { type ComposerSheet, Toolbar } from './Toolbar.tsx'
import { useCompleter } from './use-completer.ts'
import { OWN } from './words.ts'

const Completions = lazy(() => import('./Completions.tsx'))

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

/** Where prompts are typed. What is typed and attached goes only once it is kept in the outbox. */
export const Composer = (props: ComposerProps): JSX.Element => {
  const id = createUniqueId()
  const { model } = useTranscript()
  const { host, session, draft, chosen } = props
  const [busy, setBusy] = createSignal(false)
  const [failed, setFailed] = createSignal<string | null>(null)
  const [sheet, setSheet] = createSignal<ComposerSheet | null>(null)
  let field: HTMLTextAreaElement | undefined
  let shift = false
  const attaching = createAttaching(draft, () => shift)
  const page = usePage(attaching, () => field?.focus())
  const noImages = createMemo(() => {
    const agent = host.overview().agents.find((one) => one.id === chosen.id())
    return agent?.can?.images === false ? props.agent : null
  })
  const full = createMemo(() => fullness(draft.typed(), noImages()))
  const blocked = (): boolean => full().problem !== null || attaching.busy()
  const mode = createMemo(() => composerMode(draft.typed(), props.running, busy(), blocked()))
  const owns = createMemo<readonly OwnCommand[]>(() => [
    ...(host.overview().agents.length > 1
      ? [{ name: 'agent', note: OWN.agent, run: () => setSheet('agent') }]
      : []),
    ...((chosen.view()?.options.length ?? 0) > 0
      ? [{ name: 'options', note: OWN.options, run: () => setSheet('options') }]
      : []),
    ...(props.running ? [{ name: 'stop', note: OWN.stop, run: () => void props.stopping.stop() }] : []),
  ])
  const { completer, ...completing } = useCompleter({ host, session, draft, chosen, attaching, owns })
  const history = createHistory(draft, () => promptsOf(model))
  const send = async (delivery: Delivery): Promise<void> => {
    if (!mode().ready) return
    const { text, attachments } = draft.typed()
    const manner = { ...chosen.manner(), ...(delivery === 'steer' && { delivery }) }
    setBusy(true)
    setFailed(null)
    try {
      await host.actions.prompt(session, toContent(text, attachments), manner)
      draft.clear()
      chosen.tell(true)
      props.onSent()
    } catch (error) {
      setFailed(`${W.notKept} ${sayError(error)}`)
    }
    setBusy(false)
  }
  const removeLast = (event: KeyboardEvent): boolean => {
    const last = draft.attachments().at(-1)
    const atStart = field?.selectionStart === 0 && field.selectionEnd === 0
    if (event.key !== 'Backspace' || event.repeat || !atStart || last === undefined) return false
    attaching.remove(last)
    return true
  }
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLTextAreaElement }): void => {
    shift = event.shiftKey
    if (completer.press(event) || history.press(event, event.currentTarget) || removeLast(event)) return
    if (event.key === 'Escape' && !event.isComposing) props.onLeave()
    const steers = props.running && isSteerPress(event)
    if (!steers && !isSendPress(event, isTouch())) return
    event.preventDefault()
    void send(steers ? 'steer' : 'queue')
  }
  const problem = (): string | null => {
    const words = mode().over > 0 ? tooLong(draft.text().length) : full().problem
    return words ?? attaching.problem() ?? failed() ?? props.stopping.failed()
  }
  const active = (): string | undefined =>
    completer.open() && completer.at() >= 0 ? `${id}-${completer.at()}` : undefined
  return (
    <>
      <form
        class={styles.composer}
        onSubmit={(event) => {
          event.preventDefault()
          void send('queue')
        }}
        onDragOver={attaching.onDragOver}
        onDragLeave={attaching.onDragLeave}
        onDrop={attaching.onDrop}
      >
        <Show when={problem()}>
          <p class={styles.problem} role="alert">
            {problem()}
          </p>
        </Show>
        <div class={styles.place}>
          <Show when={completer.trigger()}>
            <Suspense>
              <Completions id={id} completer={completer} agent={props.agent} />
            </Suspense>
          </Show>
          <div class={styles.box} data-over={attaching.over() ? A.drop : undefined}>
            <PagePicking page={page} />
            <Attachments
              attachments={draft.attachments()}
              busy={attaching.busy()}
              onRemove={attaching.remove}
              onChange={(to) => draft.change(to.id, to)}
              onText={(text) => {
                draft.change(text.id, null)
                draft.restore(text.text)
                field?.focus()
              }}
            />
            <textarea
              ref={(element) => {
                field = element
                props.field(element)
                completing.field(element)
                growWithText(element, draft.text)
              }}
              class={styles.field}
              rows={1}
              dir="auto"
              aria-label={W.prompt}
              aria-autocomplete="list"
              aria-haspopup="listbox"
              aria-controls={completer.open() ? id : undefined}
              aria-activedescendant={active()}
              placeholder={props.running ? W.placeholderRunning : placeholder(props.agent)}
              enterkeyhint={isTouch() ? 'enter' : 'send'}
              value={draft.text()}
              readonly={busy()}
              onInput={(event) => {
                draft.set(event.currentTarget.value)
                completing.moved()
              }}
              onKeyDown={onKeyDown}
              onKeyUp={(event) => {
                shift = event.shiftKey
                completing.moved()
              }}
              onClick={() => completing.moved()}
              onPaste={attaching.onPaste}
            />
            <Show when={full().near}>
              <p class={styles.near} role="status">
                {full().near}
              </p>
            </Show>
            <Toolbar
              host={host}
              chosen={chosen}
              onOpen={setSheet}
              start={
                <AddMenu
                  touch={isTouch()}
                  more={page.items()}
                  onFiles={(files) => void attaching.files(files).then(() => field?.focus())}
                />
              }
            >
              <Dictate
                onWords={(words) => {
                  const text = draft.text()
                  draft.set(text === '' || /\s$/.test(text) ? `${text}${words}` : `${text} ${words}`)
                }}
                onFail={attaching.fail}
              />
              <SendButtons
                mode={mode()}
                busy={busy()}
                running={props.running}
                steering={chosen.steering()}
                stopping={props.stopping}
                onSteer={() => void send('steer')}
              />
            </Toolbar>
          </div>
        </div>
        <MemoryLine chosen={chosen} agent={props.agent} />
        <Hints
          step={props.stopping.step()}
          steering={mode().ready ? chosen.steering() : null}
          keys={!isTouch()}
        />
      </form>
      {/* Outside of the form: what is typed there sends nothing. */}
      <AgentSheet open={sheet() === 'agent'} host={host} chosen={chosen} onClose={() => setSheet(null)} />
      <OptionsSheet
        open={sheet() === 'options'}
        host={host}
        session={session}
        agent={chosen.id()}
        options={chosen.view()?.options ?? []}
        onClose={() => setSheet(null)}
      />
    </>
  )
}
