import type { RequestView } from '@hearth/shared/link'
import type { PermissionFacts } from '@hearth/shared/session'
import type { JSX } from 'solid-js'
import { InboxCount } from '../../app/features/inbox/InboxCount.tsx'
import InboxScreen from '../../app/features/inbox/InboxScreen.tsx'
import HomeScreen from '../../app/features/sessions/HomeScreen.tsx'
import { ServicesContext } from '../../app/services.ts'
import { aCommand, anId, aQuestionRequest, aRequest, aSession } from '../../app/testing/build.ts'
import { type FakeHost, fakeHost } from '../../app/testing/fake-host.ts'
import { fakeServices } from '../../app/testing/fake-services.ts'
import { HeaderContext } from '../../app/ui/Page.tsx'

const MINUTE = 60_000

const asked = (n: number, session: number, minutes: number, facts: Partial<PermissionFacts>): RequestView =>
  aRequest({
    id: anId(n),
    session: anId(session),
    facts: { createdAt: Date.now() - minutes * MINUTE, ...facts },
  })

const desk = (): FakeHost =>
  fakeHost({
    sessions: [
      aSession({ id: anId(1), title: 'Fix the login form that forgets the name after a reload' }),
      aSession({ id: anId(2), title: 'Release 2.0' }),
    ],
    requests: [
      asked(1, 1, 4, { action: aCommand('npm test -- login --reporter=verbose'), risk: 3 }),
      asked(2, 1, 2, {
        action: {
          type: 'edit',
          files: [{ path: '/home/alice/garden-login/src/login.ts', diff: '', diffHash: '', before: null }],
        },
        risk: 2,
      }),
      asked(3, 2, 1, { action: aCommand('git push --force origin main'), risk: 4 }),
      aQuestionRequest(undefined, { id: anId(4), session: anId(2) }),
    ],
  })

const attic = (): FakeHost =>
  fakeHost({
    id: anId(0x99),
    name: 'attic',
    sessions: [aSession({ id: anId(9), title: 'Nightly benchmarks' })],
    requests: [asked(5, 9, 90, { action: { type: 'fetch', url: 'https://example.org/data.json' }, risk: 3 })],
    status: { connection: 'waiting' },
  })

const HOSTS = { full: () => [desk(), attic()], one: () => [desk()], none: () => [fakeHost()] }

/** The inbox; or home, with its count in the header. */
export const InboxScene = (props: { of: keyof typeof HOSTS; home?: boolean }): JSX.Element => (
  <ServicesContext.Provider
    value={fakeServices({ hosts: HOSTS[props.of](), route: { screen: props.home ? 'home' : 'inbox' } })}
  >
    <HeaderContext.Provider value={() => <InboxCount />}>
      {props.home ? <HomeScreen /> : <InboxScreen />}
    </HeaderContext.Provider>
  </ServicesContext.Provider>
)
