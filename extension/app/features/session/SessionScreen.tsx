import { createMemo, type JSX, Show } from 'solid-js'
import { useServices } from '../../services.ts'
import { Missing } from './Missing.tsx'
import { OpenSession } from './OpenSession.tsx'
import { sessionRoute } from './session-route.ts'
import { W } from './words.ts'

/** The screen of one session. */
const SessionScreen = (): JSX.Element => {
  const { hub, router } = useServices()
  const wanted = createMemo(
    () => {
      const route = sessionRoute(router.route())
      const host = hub.hosts().find(({ id }) => id === route?.host)
      return route === null || host === undefined ? null : { host, session: route.session }
    },
    null,
    { equals: (a, b) => a?.host === b?.host && a?.session === b?.session },
  )
  // Each way to a turn counts, also a second one to the same.
  const turn = createMemo(() => {
    const { turn: n, found } = sessionRoute(router.route()) ?? {}
    return n === undefined ? null : { turn: n, block: found?.block ?? null, query: found?.query ?? '' }
  })
  return (
    <Show when={wanted()} keyed fallback={<Missing title={W.noHost} explain={W.noHostNote} />}>
      {({ host, session }) => <OpenSession host={host} session={session} turn={turn()} />}
    </Show>
  )
}

export default SessionScreen
