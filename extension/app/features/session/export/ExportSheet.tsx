import type { SessionState, Turn } from '@hearth/shared/session'
import Download from 'lucide-solid/icons/download'
import Share from 'lucide-solid/icons/share-2'
import {
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  Match,
  on,
  onCleanup,
  Show,
  Switch,
} from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { Banner } from '../../../ui/Banner.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { Sheet } from '../../../ui/Sheet.tsx'
import { Switch as Toggle } from '../../../ui/Switch.tsx'
import { sayError } from '../../../ui/say-error.ts'
import { useToast } from '../../../ui/Toast.tsx'
import { collectTurns } from './collect.ts'
import styles from './ExportSheet.module.css'
import { canShare, type Exported, exportFile, type Format, saveFile } from './file.ts'
import { E, looksSecret, sayProgress, saySize } from './words.ts'

/** How far the turns of the session are here. */
type Turns =
  | { readonly state: 'fetching'; readonly count: number }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'here'; readonly turns: readonly Turn[] }

export interface ExportSheetProps {
  readonly host: HostView
  readonly session: string
  /** The session as it was when the sheet was opened. */
  readonly state: SessionState
  onClose(): void
}

/** Makes a copy of a session on this device: what goes into it, how large it is, and what to mind. */
const ExportSheet = (props: ExportSheetProps): JSX.Element => {
  const { host, session, state } = props
  const toast = useToast()
  const loaded = state.current === null ? state.settled : [...state.settled, state.current]
  const all = loaded.length + state.earlier
  const [format, setFormat] = createSignal<Format>('markdown')
  const [output, setOutput] = createSignal(false)
  const [reasoning, setReasoning] = createSignal(false)
  const [turns, setTurns] = createSignal<Turns>({ state: 'fetching', count: loaded.length })
  const [made, setMade] = createSignal<Exported | null>(null)
  let fetching = new AbortController()
  onCleanup(() => fetching.abort())

  const fetchAll = async (): Promise<void> => {
    fetching = new AbortController()
    const { signal } = fetching
    setTurns({ state: 'fetching', count: loaded.length })
    try {
      const told = (count: number): void => void setTurns({ state: 'fetching', count })
      const whole = await collectTurns(host, session, { turns: loaded, earlier: state.earlier }, told, signal)
      setTurns({ state: 'here', turns: whole })
    } catch (error) {
      if (!signal.aborted) setTurns({ state: 'failed', error })
    }
  }
  void fetchAll()

  const here = createMemo(() => {
    const now = turns()
    return now.state === 'here' ? now.turns : undefined
  })
  createEffect(
    on([here, format, output, reasoning], ([whole, as, withOutput, withReasoning]) => {
      setMade(null)
      if (whole === undefined) return
      const abort = new AbortController()
      onCleanup(() => abort.abort())
      const { title, agent, createdAt, updatedAt, usage } = state
      exportFile(
        {
          session: { id: session, title, agent, createdAt, updatedAt, usage },
          turns: whole,
          format: as,
          parts: { output: withOutput, reasoning: withReasoning },
        },
        abort.signal,
      ).then(setMade, (error: unknown) => {
        if (!abort.signal.aborted) setTurns({ state: 'failed', error })
      })
    }),
  )
  const failure = (): unknown => {
    const now = turns()
    return now.state === 'failed' ? now.error : undefined
  }
  const count = (): number | undefined => {
    const now = turns()
    return now.state === 'fetching' ? now.count : undefined
  }
  const save = (file: File): void => {
    saveFile(file)
    toast({ text: E.saved })
    props.onClose()
  }
  const share = async (file: File): Promise<void> => {
    try {
      await navigator.share({ files: [file], title: file.name })
      props.onClose()
    } catch (error) {
      // Closing the system's own sheet is no failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) save(file)
    }
  }
  return (
    <Sheet open title={E.title} onClose={() => props.onClose()}>
      <div class={styles.sheet}>
        <Segmented
          label={E.format}
          options={[
            { value: 'markdown', label: E.markdown },
            { value: 'json', label: E.json },
          ]}
          value={format()}
          onChange={setFormat}
        />
        <Toggle label={E.output} hint={E.outputNote} on={output()} onChange={setOutput} />
        <Toggle label={E.reasoning} on={reasoning()} onChange={setReasoning} />
        <Banner tone={(made()?.secrets ?? 0) > 0 ? 'warn' : 'info'}>
          <Show when={made()?.secrets}>{(places) => <strong>{looksSecret(places())} </strong>}</Show>
          {E.careful}
        </Banner>
        <Switch>
          <Match when={count() !== undefined}>
            <Progress words={sayProgress(count() ?? 0, all)} slow={E.slow} />
            <Button wide onClick={() => props.onClose()}>
              {E.cancel}
            </Button>
          </Match>
          <Match when={failure()}>
            {(error) => (
              <>
                <p role="alert" class={styles.failed}>
                  {sayError(error())}
                </p>
                <div class={styles.buttons}>
                  <Button onClick={() => void fetchAll()}>{E.again}</Button>
                  <Button onClick={() => setTurns({ state: 'here', turns: loaded })}>{E.partly}</Button>
                </div>
              </>
            )}
          </Match>
          <Match when={here()}>
            {(whole) => (
              <Show when={made()} fallback={<Progress words={E.making} />}>
                {(copy) => (
                  <>
                    <p class={styles.size}>{saySize(whole().length, all, copy().file.size)}</p>
                    <div class={styles.buttons}>
                      <Show when={canShare(copy().file)}>
                        <Button icon={<Share />} onClick={() => void share(copy().file)}>
                          {E.share}
                        </Button>
                      </Show>
                      <Button variant="primary" icon={<Download />} onClick={() => save(copy().file)}>
                        {E.save}
                      </Button>
                    </div>
                  </>
                )}
              </Show>
            )}
          </Match>
        </Switch>
      </div>
    </Sheet>
  )
}

export default ExportSheet
