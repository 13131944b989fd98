import { isFinished, type RequestView } from '@hearth/shared/link'
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js'
import { useServices } from '../../services.ts'
import type { HostView } from '../../state/host-view.ts'
import { Button } from '../../ui/Button.tsx'
import { cx } from '../../ui/cx.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { StatusLine } from '../status/StatusLine.tsx'
import { pendingRequests } from './pending.ts'
import { RequestCard } from './RequestCard.tsx'
import styles from './RequestScreen.module.css'
import { Spoken } from './Spoken.tsx'
import { screen } from './words.ts'

export interface RequestScreenProps {
  /** Hex. */
  readonly host: string
  /** Hex. */
  readonly request: string
}

/** One request as a screen of its own, whole: what a phone opens. The route `request`. */
const RequestScreen = (props: RequestScreenProps): JSX.Element => {
  const { hub, router } = useServices()
  const host = createMemo(() => hub.hosts().find(({ id }) => id === props.host))
  const request = (): RequestView | undefined => host()?.requests().get(props.request)
  const isKnown = (): boolean => request() !== undefined
  /** What waits at the host now isn't known: nothing was heard of it yet, or not since the connection was lost. */
  const isLooking = (): boolean => {
    const at = host()
    if (at === undefined) return hub.state().state === 'opening'
    return at.overview().host === null || at.status().connection !== 'live'
  }
  const away = () => {
    const at = host()
    return at !== undefined && at.status().connection !== 'live' ? at : undefined
  }
  const home = (): void => router.go({ screen: 'home' })
  return (
    <Page
      title={screen.title}
      onBack={() => router.back()}
      backLabel={screen.back}
      status={<Show when={away()}>{(at) => <StatusLine host={at()} />}</Show>}
      scroll={false}
      flush
    >
      <Switch fallback={<Gone host={props.host} request={props.request} />}>
        <Match when={isKnown() && host()}>
          {(at) => (
            <Show when={props.request} keyed>
              {(id) => <Found host={at()} id={id} />}
            </Show>
          )}
        </Match>
        <Match when={isLooking()}>
          <div class={styles.padded}>
            <Progress
              words={screen.looking}
              slow={screen.lookingSlow}
              action={{ label: screen.home, onAction: home }}
            />
          </div>
        </Match>
        <Match when={host() === undefined}>
          <EmptyState title={screen.noHostTitle} action={<Button onClick={home}>{screen.home}</Button>}>
            {screen.noHost}
          </EmptyState>
        </Match>
      </Switch>
    </Page>
  )
}

const Found = (props: { host: HostView; id: string }): JSX.Element => {
  // The last that was known stays while the screen changes: a view that is gone is not drawn half.
  const view = createMemo<RequestView | undefined>((before) => props.host.requests().get(props.id) ?? before)
  return (
    <Show when={view()}>
      {(request) => (
        <div class={cx(styles.screen, isFinished(request().state) && styles.over)}>
          <Spoken request={request()} />
          <RequestCard host={props.host} request={request()} />
          <Show when={isFinished(request().state)}>
            <After host={props.host.id} request={props.id} session={request().session} />
          </Show>
        </div>
      )}
    </Show>
  )
}

/** What can be done when nothing is left to decide: the next that waits, the session, home. */
const After = (props: { host: string; request: string; session: string | null }): JSX.Element => {
  const { hub, router } = useServices()
  const others = createMemo(() =>
    pendingRequests(hub.hosts()).filter(
      ({ host, request }) => request.id !== props.request || host.id !== props.host,
    ),
  )
  return (
    <div class={styles.after}>
      <Show when={others()[0]}>
        {(next) => (
          <Button
            wide
            onClick={() =>
              router.replace({ screen: 'request', host: next().host.id, request: next().request.id })
            }
          >
            {screen.next(others().length)}
          </Button>
        )}
      </Show>
      <Show when={props.session}>
        {(session) => (
          <Button
            wide
            onClick={() => router.replace({ screen: 'session', host: props.host, session: session() })}
          >
            {screen.session}
          </Button>
        )}
      </Show>
      <Button wide variant="ghost" onClick={() => router.replace({ screen: 'home' })}>
        {screen.home}
      </Button>
    </div>
  )
}

const Gone = (props: { host: string; request: string }): JSX.Element => (
  <>
    <EmptyState title={screen.goneTitle}>{screen.gone}</EmptyState>
    <After host={props.host} request={props.request} session={null} />
  </>
)

export default RequestScreen
