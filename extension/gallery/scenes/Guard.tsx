import { type JSX, onMount } from 'solid-js'
import DeviceSheet from '../../app/features/guard/DeviceSheet.tsx'
import { GuardBanner } from '../../app/features/guard/GuardBanner.tsx'
import PanicSheet from '../../app/features/guard/PanicSheet.tsx'
import NewRuleSheet from '../../app/features/rules/NewRuleSheet.tsx'
import RulesScreen from '../../app/features/rules/RulesScreen.tsx'
import { ServicesContext } from '../../app/services.ts'
import { aDevice, anId, aRule, aSession, aStarter, HOST } from '../../app/testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../app/testing/fake-host.ts'
import { fakeServices } from '../../app/testing/fake-services.ts'
import { Page } from '../../app/ui/Page.tsx'

const nothing = (): void => undefined
const MINUTE = 60_000
const id = (n: number): string => n.toString(16).padStart(16, '0')

const rules = () => {
  const now = Date.now()
  return [
    aRule({ createdAt: now - 60 * MINUTE, lastUsedAt: now - 5 * MINUTE }),
    aRule({
      id: id(2),
      effect: 'deny',
      what: { type: 'command', words: ['git', 'push'], rest: 'anything' },
      scope: { type: 'everywhere' },
      by: null,
      used: 0,
      lastUsedAt: null,
      createdAt: now - 9_000 * MINUTE,
    }),
    aRule({
      id: id(3),
      effect: 'ask',
      what: { type: 'edit', paths: ['package.json', '.github/**'] },
      scope: { type: 'session', session: anId(1) },
      by: anId(9),
      used: 3,
      createdAt: now - 90 * MINUTE,
      lastUsedAt: now - 80 * MINUTE,
    }),
    aRule({
      id: id(4),
      what: { type: 'fetch', hosts: ['docs.example', '*.mozilla.org'] },
      scope: { type: 'worktree', path: '/home/alice/garden-login' },
      agent: 'opencode',
      expiresAt: now - MINUTE,
      createdAt: now - 60 * MINUTE,
    }),
    aRule({
      id: id(5),
      what: { type: 'mcp', server: 'github', tool: '*' },
      expiresAt: now + 600 * MINUTE,
      riskMax: 2,
    }),
  ]
}

const starters = [
  aStarter({
    id: 'read-only',
    title: 'Reading in the worktree',
    enabled: true,
    description: 'Reads files and lists folders in the worktree.',
    rules: [{ effect: 'allow', what: { type: 'access', paths: ['**'] }, riskMax: 1 }],
  }),
  aStarter(),
]

const host = (options: FakeHostOptions = {}): FakeHost =>
  fakeHost({
    sessions: [aSession()],
    script: { call: (name) => (name === 'list-rules' ? { rules: rules(), starters } : undefined) },
    ...options,
  })

/** The rules of a host. */
export const RulesScene = (props: { readonly empty?: boolean }): JSX.Element => {
  const one = props.empty ? fakeHost() : host()
  onMount(() => {
    setTimeout(() => {
      for (const fold of document.querySelectorAll('details')) fold.open = true
    }, 100)
  })
  return (
    <ServicesContext.Provider value={fakeServices({ hosts: [one] })}>
      <RulesScreen host={HOST} />
    </ServicesContext.Provider>
  )
}

export const NewRuleScene = (): JSX.Element => (
  <ServicesContext.Provider value={fakeServices({ hosts: [host()] })}>
    <NewRuleSheet host={host()} add={async () => undefined} onClose={nothing} />
  </ServicesContext.Provider>
)

/** The banners of a session that is held back. */
export const BannersScene = (props: {
  readonly of: 'paused' | 'panic' | 'held' | 'shut-out'
}): JSX.Element => {
  const at = Date.now() - 3 * MINUTE
  const by = { id: anId(9), name: 'alice’s phone' }
  const one = host({
    guard: {
      paused:
        props.of === 'paused'
          ? { at, by, why: 'person' }
          : props.of === 'panic'
            ? { at, by: null, why: 'panic' }
            : null,
      held: props.of === 'held' ? [{ session: anId(1), at, why: 'denials' }] : [],
      shutOut: props.of === 'shut-out',
    },
  })
  return (
    <Page title="Fix the login form" onBack={nothing} top={<GuardBanner host={one} session={anId(1)} />}>
      <p>The session.</p>
    </Page>
  )
}

export const PanicScene = (): JSX.Element => <PanicSheet host={host()} onClose={nothing} />

export const DeviceScene = (props: { readonly open?: boolean }): JSX.Element => (
  <DeviceSheet
    host={host({
      device: aDevice({ riskMax: 3 }),
      script: {
        call: (name) =>
          name === 'passkey-begin'
            ? {
                challenge: new Uint8Array(32),
                open: props.open === true,
                known: props.open ? [] : ['a2V5LW9uZQ'],
              }
            : undefined,
      },
    })}
    onClose={nothing}
  />
)
