import type { SessionState } from '@hearth/shared/session'
import {
  createEffect,
  createMemo,
  createSignal,
  type JSX,
  lazy,
  Match,
  on,
  Show,
  Suspense,
  Switch,
} from 'solid-js'
import { useServices } from '../../services.ts'
import { draftKey } from '../../state/drafts.ts'
import type { HostView } from '../../state/host-view.ts'
import { createRefusals } from '../../state/refusals.ts'
import { openSession } from '../../state/session-view.ts'
import type { Typed } from '../../state/typed.ts'
import { RevealContext } from '../../text/exact/reveal.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Page } from '../../ui/Page.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { GuardBanner } from '../guard/GuardBanner.tsx'
import { RequestDock } from '../requests/RequestDock.tsx'
import { useSeen } from '../sessions/use-seen.ts'
import { StatusLine } from '../status/StatusLine.tsx'
import { createChosen } from './agents/chosen.ts'
import { Tasks } from './agents/Tasks.tsx'
import { createAnnouncements } from './announcements.ts'
import { Composer } from './composer/Composer.tsx'
import { createDraft } from './composer/draft.ts'
import { createQueue } from './composer/queue.ts'
import { createStopping } from './composer/stopping.ts'
import { Waiting } from './composer/Waiting.tsx'
import { Q } from './composer/words.ts'
import { EmptySession } from './EmptySession.tsx'
import { Ended } from './Ended.tsx'
import { FindBar } from './find/FindBar.tsx'
import { createFind } from './find/find.ts'
import { projectName, sameOutside } from './header/head.ts'
import { SessionMenu } from './header/SessionMenu.tsx'
import { agentName, SessionTitle } from './header/SessionTitle.tsx'
import { LoadingSession } from './LoadingSession.tsx'
import { createLasting } from './lasting.ts'
import { SESSION_SCREEN_LIMITS } from './limits.ts'
import styles from './OpenSession.module.css'
import { TranscriptContext } from './transcript/context.ts'
import { createFolds } from './transcript/folds.ts'
import { listenToKeys } from './transcript/keys.ts'
import { createModel } from './transcript/model.ts'
import type { Place } from './transcript/place.ts'
import { Transcript, type TranscriptHandle } from './transcript/Transcript.tsx'
import { createVisit } from './transcript/visit.ts'
import { PinnedPlan } from './turn/PinnedPlan.tsx'
import { REPLAYING, type Standing, sayState, W } from './words.ts'

const ExportSheet = lazy(() => import('./export/ExportSheet.tsx'))

/** A session that is open: what was said, what waits, and where to say more. */
export const OpenSession = (props: {
  readonly host: HostView
  readonly session: string
  /** Where to go in it; null: to its end. */
  readonly turn: (Place & { readonly query: string }) | null
}): JSX.Element => {
  const { drafts, router } = useServices()
  const toast = useToast()
  const { host, session } = props
  const view = openSession(host, session)
  const outbox = createMemo(() => host.outbox().filter((entry) => entry.session === session))
  const model = createModel(view.state, outbox)
  const draft = createDraft(drafts, draftKey(host.id, session))
  const refusals = createRefusals(host, session, drafts)
  const stopping = createStopping(host, session, model.current)
  const head = createMemo(() => view.state(), null, { equals: sameOutside })
  const chosen = createChosen({
    ...{ host, session, model },
    agents: view.agents,
    agent: createMemo(() => head()?.agent ?? ''),
    earlier: createMemo(() => (view.state()?.earlier ?? 0) > 0),
  })
  const agent = createMemo(() => agentName(host, chosen.id()))
  const [transcript, setTranscript] = createSignal<TranscriptHandle>()
  const [pointed, setPointed] = createSignal<string | null>(null)
  const visit = createVisit({ view, model, transcript })
  let field: HTMLTextAreaElement | undefined
  useSeen(host.id, session, view.state)
  createAnnouncements(() => (head() === null ? undefined : (model.current()?.state ?? null)))

  const restore = (back: string | Typed): void => {
    draft.restore(back)
    field?.focus()
  }
  const find = createFind({
    ...{ host, session, model },
    earlier: view.earlier,
    go: (place) => void visit.go(place),
  })
  const context = {
    host,
    session,
    model,
    chosen,
    queue: createQueue({
      ...{ host, session, model },
      lost: (text) => {
        restore(text)
        toast({ text: Q.begun })
      },
    }),
    root: () => head()?.place.path ?? '',
    folds: createFolds(),
    finder: find.finder,
    pointed,
    point: setPointed,
    restore,
  }
  const isHere = createMemo(() => head() !== null && transcript() !== undefined)
  createEffect(
    on([() => props.turn, isHere], async ([place, here]) => {
      if (place === null || !here) return
      if (place.query !== '') find.show(place.query, place)
      if (!(await visit.go(place)) && place === props.turn) toast({ text: W.notThere })
    }),
  )
  listenToKeys({
    step: (step) => transcript()?.toPrompt(step),
    find: () => {
      if (!isHere() || (find.isOpen() && document.activeElement?.closest('search'))) return false
      find.open()
      return true
    },
  })
  const isLookedFor = (hidden: string): boolean => (find.finder()?.ranges(hidden, 1).length ?? 0) > 0
  const [exported, setExported] = createSignal<SessionState | null>(null)
  const closeFind = (): void => {
    find.close()
    transcript()?.focus()
  }
  const away = createLasting(() => !view.caughtUp(), SESSION_SCREEN_LIMITS.staleAfter.value)
  // What is not heard of any more is not told as if it still went on.
  const isLive = (): boolean => host.status().connection === 'live'
  const standing = (state: SessionState): Standing => (away() ? REPLAYING : sayState(state))
  const mayPrompt = (): boolean => host.overview().device?.rights.includes('prompt') ?? true
  return (
    <Switch>
      <Match when={view.ended()}>{(error) => <Ended error={error()} />}</Match>
      <Match when={view.ended() === null}>
        <TranscriptContext.Provider value={context}>
          <RevealContext.Provider value={isLookedFor}>
            <Page
              scroll={false}
              flush
              onBack={() => router.back()}
              backLabel={W.back}
              title={
                <Show when={head()} fallback={W.session}>
                  {(state) => (
                    <SessionTitle
                      host={host}
                      state={state()}
                      standing={!away() || isLive() ? standing(state()) : null}
                    />
                  )}
                </Show>
              }
              status={
                <Show when={away() && !isLive()}>
                  <StatusLine host={host} />
                </Show>
              }
              actions={
                <Show when={head()}>
                  {(state) => (
                    <SessionMenu
                      host={host}
                      session={session}
                      state={state()}
                      onFind={() => find.open()}
                      onExport={() => setExported(view.state())}
                    />
                  )}
                </Show>
              }
              top={
                <>
                  <Show when={away() && (isLive() || head() !== null)}>
                    <p class={styles.stale} role="status">
                      {isLive() ? W.replaying : W.stale}
                    </p>
                  </Show>
                  <Show when={head()?.archived}>
                    <Banner tone="info" flush>
                      {W.archivedNote}
                    </Banner>
                  </Show>
                  <GuardBanner host={host} session={session} />
                  <Show when={find.isOpen()}>
                    <FindBar find={find} onClose={closeFind} />
                  </Show>
                  <PinnedPlan />
                </>
              }
              footer={
                <>
                  <RequestDock host={host} session={session} />
                  <Tasks host={host} session={session} agents={view.agents()} />
                  <Waiting refusals={refusals} />
                  <Show when={mayPrompt()} fallback={<p class={styles.slow}>{W.mayRead}</p>}>
                    <Composer
                      host={host}
                      session={session}
                      draft={draft}
                      stopping={stopping}
                      chosen={chosen}
                      running={model.current() !== null}
                      agent={agent()}
                      onSent={() => transcript()?.toEnd()}
                      onLeave={() => transcript()?.focus()}
                      field={(element) => {
                        field = element
                      }}
                    />
                  </Show>
                </>
              }
            >
              <Switch
                fallback={
                  <Transcript
                    earlier={view.earlier()}
                    loadEarlier={() => view.loadEarlier()}
                    held={(view.state()?.earlier ?? 0) > 0}
                    handle={setTranscript}
                  />
                }
              >
                <Match when={head() === null}>
                  <LoadingSession connection={host.status().connection} />
                </Match>
                <Match when={model.rows().length === 0 && view.earlier() === 0}>
                  <EmptySession
                    agent={agent()}
                    project={projectName(host, head()?.project)}
                    onExample={restore}
                  />
                </Match>
              </Switch>
            </Page>
            <Suspense>
              <Show when={exported()} keyed>
                {(state) => (
                  <ExportSheet
                    host={host}
                    session={session}
                    state={state}
                    onClose={() => setExported(null)}
                  />
                )}
              </Show>
            </Suspense>
          </RevealContext.Provider>
        </TranscriptContext.Provider>
      </Match>
    </Switch>
  )
}
