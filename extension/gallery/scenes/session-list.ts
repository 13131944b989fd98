import type { SessionSummary } from '@hearth/shared/protocol'
import { anAgent, anId, aProject, aQuestionRequest, aRequest, aSession } from '../../app/testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../app/testing/fake-host.ts'

import { AGENTS } from './host-agents.ts'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const API = '00000000000000bb'
const PROJECTS = [aProject(), aProject({ id: API, name: 'api-server', path: '/home/alice/code/api-server' })]

const session = (
  n: number,
  title: string,
  ago: number,
  over: Partial<SessionSummary> & { branch?: string | null } = {},
): SessionSummary => {
  const { branch = title.toLowerCase().replaceAll(/\W+/g, '-'), ...rest } = over
  const kind = branch === null ? 'main' : 'worktree'
  const place = { kind, path: '/home/alice/garden', branch: branch && `hearth/${branch}` } as const
  return aSession({ id: anId(n), title, updatedAt: Date.now() - ago, place, ...rest })
}

const busy = (): SessionSummary[] => [
  session(1, 'Fix the login form that forgets the name after a reload', 20_000, {
    state: 'waiting',
    waiting: 1,
  }),
  session(2, 'Add dark mode', 2 * MINUTE, { state: 'running', queued: 2 }),
  session(3, 'Update dependencies', 9 * MINUTE, { state: 'unknown' }),
  session(4, 'Write the changelog for 2.0', 34 * MINUTE, { branch: null }),
  session(5, 'Why is the build slow?', 26 * 60 * MINUTE),
  session(6, 'Migrate to Postgres 18', MINUTE, { state: 'starting', project: API }),
  session(7, 'Rate limit the public endpoints', 50 * MINUTE, { state: 'failed', project: API }),
  session(8, '', 3 * DAY, { state: null, project: API, branch: 'session-2' }),
  session(9, 'Tidy the shell scripts', 6 * DAY, { state: 'cancelled', project: API }),
  session(10, 'An older one', 9 * DAY, { archived: true }),
]

const up = () => ({ state: 'up', latency: 24, lastAt: Date.now() }) as const
const down = () => ({ state: 'down', latency: null, lastAt: Date.now() - 3 * MINUTE }) as const

const host = (over: FakeHostOptions = {}): FakeHost =>
  fakeHost({
    projects: PROJECTS,
    paired: { pairedAt: Date.now() - 5 * DAY },
    status: { relay: up(), host: up() },
    ...over,
  })

const workstation = (): FakeHost =>
  host({
    sessions: busy(),
    requests: [aRequest({ session: anId(1), facts: { createdAt: Date.now() - 20_000 } })],
  })

const attic = (): FakeHost => {
  const { content, ...asked } = aQuestionRequest(undefined, { id: anId(0x77), session: anId(21) })
  const since = Date.now() - 60 * MINUTE
  return host({
    id: anId(0x99),
    name: 'attic',
    status: { connection: 'waiting', relay: up(), host: down() },
    sessions: [
      session(20, 'Nightly benchmarks', 40 * MINUTE, { state: 'running', project: API }),
      session(21, 'Look at the flaky test', 60 * MINUTE, { state: 'waiting', waiting: 1, project: API }),
    ],
    requests: [
      { ...asked, content: content.kind === 'question' ? { ...content, createdAt: since } : content },
    ],
  })
}

const missing = anAgent({
  state: 'missing',
  version: null,
  error: {
    code: 'agent.not_found',
    message:
      'The program “opencode” was not found. Looked at: /usr/bin. Install it with: npm i -g opencode-ai',
  },
})

const unheard = (): FakeHost => {
  const one = host({ status: { connection: 'waiting', relay: up(), host: { ...down(), lastAt: null } } })
  one.setOverview({ host: null, projects: [], agents: [] })
  return one
}

/** Hosts with their sessions, as one may find them. */
export const LISTS = {
  busy: () => [workstation()],
  two: () => [workstation(), attic()],
  'no-host': () => [],
  'no-project': () => [host({ projects: [] })],
  'no-session': () => [host({ agents: [missing] })],
  agents: () => [host({ agents: AGENTS })],
  unheard: () => [unheard()],
} as const satisfies Record<string, () => FakeHost[]>
