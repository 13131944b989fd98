import { HearthError } from '@hearth/shared/protocol'
import { type Block, historyPage, type SessionState } from '@hearth/shared/session'
import {
  aMessage,
  anId,
  aRequest,
  aState,
  aThought,
  aTool,
  aTurn,
  DEVICE,
  NO_USAGE,
  NOW,
} from '../../app/testing/build.ts'
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../app/testing/fake-host.ts'
import { AGENT_STATES } from './session-agents.ts'
import { SESSION } from './session-id.ts'

const DIFF = `--- a/src/login.ts
+++ b/src/login.ts
@@ -12,4 +12,6 @@ export const Login = () => {
   const [name, setName] = useState('')
-  useEffect(() => setName(''))
+  // The name is kept until the form is sent.
+  useEffect(() => setName(''), [session])
+  const keep = useRef(name)
   return (
     <form onSubmit={send}>
`

const tools: Block[] = [
  aThought(
    'The form seems to reset on each render. Let me look at what runs on mount and on update first.',
    0,
  ),
  aMessage('I’ll look at the form first.', 1),
  ...['src/login.ts', 'src/form.ts', 'src/session.ts'].map((path, i) =>
    aTool({
      n: 2 + i,
      title: `read: ${path}`,
      input: JSON.stringify({ filePath: `/home/alice/garden-login/${path}` }),
      locations: [{ path: `/home/alice/garden-login/${path}` }],
    }),
  ),
  aTool({ n: 5, kind: 'search', title: 'grep: useEffect', input: '{"pattern":"useEffect\\\\("}' }),
  aTool({
    n: 6,
    kind: 'execute',
    title: 'bash: npm test -- login',
    input: '{"command":"npm test -- login --reporter=verbose"}',
    content: [{ type: 'text', text: '2 passed, 1 failed\n  ✗ keeps the name after an error' }],
    startedAt: NOW - 42_000,
    updatedAt: NOW - 30_000,
  }),
  aTool({
    n: 7,
    kind: 'execute',
    status: 'failed',
    title: 'bash: npx playwright test',
    input: '{"command":"npx playwright test"}',
    content: [{ type: 'text', text: 'Error: no browser is installed' }],
  }),
  aTool({
    n: 8,
    kind: 'edit',
    title: 'edit: src/login.ts',
    input: '{"filePath":"src/login.ts"}',
    content: [{ type: 'diff', path: 'src/login.ts', diff: DIFF }],
    locations: [{ path: '/home/alice/garden-login/src/login.ts' }],
  }),
  { type: 'raw', n: 9, source: 'opencode step-mystery', detail: '{"type":"step-mystery","wow":1}' },
  aTool({
    n: 10,
    kind: 'fetch',
    title: 'webfetch',
    input: '{"url":"https://react.dev/reference/react/useEffect"}',
    status: 'unfinished',
  }),
  aMessage(
    "The effect ran after **every** render because it had no list of dependencies. I gave it one:\n\n```ts\nuseEffect(() => setName(''), [session])\n```\n\n- the name stays after an error\n- it still goes when the session changes",
    11,
  ),
]

const usage = { input: 2_310, output: 812, cached: 12_004, reasoning: 240, cost: 0.0312 }

const worked = aTurn({
  n: 1,
  blocks: tools,
  usage,
  plan: [
    { content: 'Find what resets the name', priority: 'high', status: 'completed' },
    { content: 'Give the effect its dependencies', priority: 'high', status: 'completed' },
  ],
  requests: [
    {
      id: anId(51),
      kind: 'permission',
      title: 'bash: npm test -- login',
      outcome: 'allowed',
      by: DEVICE,
      rule: null,
    },
    {
      id: anId(52),
      kind: 'permission',
      title: 'bash: git push',
      outcome: 'denied',
      by: anId(0xb0b),
      rule: null,
    },
  ],
  notices: [
    {
      level: 'warning',
      code: 'agent.retry',
      text: 'The provider was busy; trying again in 4 s.',
      at: NOW - 31_000,
    },
  ],
})

const running = aTurn({
  n: 2,
  prompt: 'Now add a test for it',
  state: 'running',
  stopReason: null,
  settledAt: null,
  startedAt: Date.now() - 14_000,
  blocks: [aThought('A test beside the others fits best.', 0)],
  open: [
    aTool({
      n: 1,
      kind: 'execute',
      status: 'in_progress',
      title: 'bash: npm test',
      input: '{"command":"npm test"}',
    }),
    aMessage('I am adding a test that **types a name**, provokes an error and looks whether', 2),
  ],
  plan: [
    { content: 'Write the test', priority: 'high', status: 'completed' },
    {
      content: 'Run the tests of the login form and see that the new one fails without the fix',
      priority: 'high',
      status: 'in_progress',
    },
    { content: 'Commit', priority: 'low', status: 'pending' },
  ],
})

const waits = aTurn({
  n: 3,
  prompt: 'And then write the changelog entry for it, in the style of the others',
  state: 'queued',
  startedAt: null,
  settledAt: null,
  blocks: [],
})

const ends: SessionState = aState({
  settled: [
    aTurn({
      n: 1,
      prompt: 'Update the packages',
      state: 'unknown',
      stopReason: null,
      error: { code: 'host.turn_unknown', message: 'The host agent was restarted while opencode worked.' },
      blocks: [aMessage('I will update')],
    }),
    aTurn({
      n: 2,
      prompt: 'Why?',
      state: 'failed',
      stopReason: null,
      error: { code: 'agent.failed', message: 'The provider answered 529: overloaded.' },
      blocks: [],
    }),
    aTurn({
      n: 3,
      prompt: 'Delete everything',
      stopReason: 'refusal',
      blocks: [aMessage('I won’t do that.')],
    }),
    aTurn({
      n: 4,
      prompt: 'Never mind',
      state: 'cancelled',
      stopReason: 'cancelled',
      blocks: [],
      startedAt: null,
    }),
    aTurn({ n: 5, prompt: 'List them all', stopReason: 'max_tokens', usage }),
    aTurn({
      n: 6,
      prompt: 'Try again',
      state: 'cancelled',
      stopReason: 'cancelled',
      blocks: [aMessage('Trying')],
    }),
  ],
})

const outgoing = {
  id: anId(0x77),
  session: SESSION,
  content: [{ type: 'text' as const, text: 'Rename the branch to fix/login-name' }],
  createdAt: NOW,
}
const offline: FakeHostOptions = {
  status: { connection: 'waiting', error: new HearthError('host.unreachable') },
}

const withState =
  (state: SessionState, more: FakeHostOptions = {}): (() => FakeHost) =>
  () =>
    fakeHost({ states: { [SESSION]: state }, ...more })

/** A transcript as long as somebody's year. */
const longState = (turns: number): SessionState =>
  aState({
    settled: Array.from({ length: turns }, (_, i) =>
      aTurn({
        n: i + 1,
        prompt: `Prompt ${i + 1}`,
        blocks: [
          aMessage(`Answer ${i + 1} begins. ${'It goes on for a while. '.repeat((i * 7) % 23)}`, 0),
          aTool({ n: 1, kind: 'execute', input: `{"command":"make step-${i + 1}"}` }),
          aMessage(`Answer ${i + 1} ends.`, 2),
        ],
      }),
    ),
  })

const KEPT = 20

/** A long session of which a device has the end; pages come when they are asked for. */
const paged = (): FakeHost => {
  const whole = longState(200)
  const state = { ...whole, earlier: 200 - KEPT, settled: whole.settled.slice(-KEPT) }
  const call = (_name: string, args: Record<string, unknown>): object =>
    historyPage(whole, Number(args.before), Number(args.limit))
  return fakeHost({ states: { [SESSION]: state }, script: { call } })
}

/** Hosts by what their session shows. */
export const SESSION_STATES = {
  ...AGENT_STATES,
  'session-worked': withState(aState({ settled: [worked], usage })),
  'session-running': withState(aState({ settled: [aTurn({ n: 1 })], current: running, queued: [waits] })),
  'session-asks': withState(
    aState({ settled: [aTurn({ n: 1 })], current: { ...running, state: 'waiting' } }),
    { requests: [aRequest()] },
  ),
  'session-ends': withState(ends),
  'session-empty': withState(aState({ settled: [] })),
  'session-offline': withState(
    aState({ title: 'A rather long title that has no room in a narrow panel at all' }),
    { ...offline, outbox: [outgoing] },
  ),
  'session-archived': withState(aState({ archived: true, usage: NO_USAGE })),
  'session-gone': () => fakeHost(),
  'session-loading': () => {
    const host = fakeHost(offline)
    const actions = {
      ...host.actions,
      follow: () => ({ session: SESSION, state: null, caughtUp: false, close: () => undefined }),
    }
    return { ...host, actions } as FakeHost
  },
  'session-earlier': paged,
  'session-long': withState(longState(1700)),
} as const satisfies Record<string, () => FakeHost>

export type SessionSceneName = keyof typeof SESSION_STATES
