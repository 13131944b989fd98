import { HearthError } from '@hearth/shared/protocol'
import { type JSX, onMount } from 'solid-js'
import { StatusLine } from '../../app/features/status/StatusLine.tsx'
import StatusScreen from '../../app/features/status/StatusScreen.tsx'
import { ServicesContext } from '../../app/services.ts'
import { aDevice, anAgent, anId } from '../../app/testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../app/testing/fake-host.ts'
import { fakeServices } from '../../app/testing/fake-services.ts'
import { Page } from '../../app/ui/Page.tsx'
import { AGENTS } from './host-agents.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 86_400 * SECOND

const host = (options: FakeHostOptions): FakeHost => {
  const now = Date.now()
  return fakeHost({
    agents: AGENTS,
    paired: { pairedAt: now - 12 * DAY, expiresAt: now + 80 * DAY },
    device: aDevice({ riskMax: 3 }),
    ...options,
    status: {
      relay: { state: 'up', latency: 11, lastAt: now - SECOND },
      host: { state: 'up', latency: 48, lastAt: now - SECOND },
      agents: [
        anAgent({ lastEventAt: now - 40 * SECOND }),
        anAgent({ id: 'claude-code', label: 'Claude Code', running: 0, lastEventAt: now - DAY }),
      ],
      ...options.status,
    },
  })
}

const live = (): FakeHost => host({})
const away = (): FakeHost =>
  host({
    id: anId(2),
    name: 'attic',
    status: {
      connection: 'waiting',
      host: { state: 'down', latency: null, lastAt: Date.now() - 3 * MINUTE },
    },
  })
const revoked = (): FakeHost =>
  host({
    status: {
      connection: 'revoked',
      error: new HearthError('link.revoked'),
      relay: { state: 'down', latency: null, lastAt: Date.now() - 3 * MINUTE },
      host: { state: 'unknown', latency: null, lastAt: Date.now() - 3 * MINUTE },
    },
  })

/** A screen's header with its status, pressed open. */
export const StatusScene = (props: { readonly of: 'live' | 'away' | 'revoked' }): JSX.Element => {
  const one = { live, away, revoked }[props.of]()
  onMount(() => document.querySelector<HTMLElement>('[aria-haspopup=dialog]')?.click())
  return (
    <ServicesContext.Provider value={fakeServices({ hosts: [one] })}>
      <Page title="Fix the login form" onBack={() => undefined} status={<StatusLine host={one} />}>
        <p>The session.</p>
      </Page>
    </ServicesContext.Provider>
  )
}

/** One host with all that is told of it and its agents. */
export const HostScene = (): JSX.Element => {
  onMount(() => {
    for (const fold of document.querySelectorAll('details')) fold.open = true
  })
  return (
    <ServicesContext.Provider value={fakeServices({ hosts: [live()] })}>
      <StatusScreen />
    </ServicesContext.Provider>
  )
}

/** All hosts. */
export const HostsScene = (): JSX.Element => (
  <ServicesContext.Provider value={fakeServices({ hosts: [live(), away()] })}>
    <StatusScreen />
  </ServicesContext.Provider>
)
