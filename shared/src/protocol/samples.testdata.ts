import type { Down, Up } from './index.ts'

/** One of each message, for round trips; a test asks that none is missing. */
const session = '5'.repeat(32)
const request = '6'.repeat(32)
const project = '7'.repeat(16)
const party = '8'.repeat(32)
const bytes = (length: number) => new Uint8Array(length).fill(7)
const usage = { input: 1, output: 2, cached: 3, reasoning: 4, cost: 0.25 }
const place = { kind: 'worktree' as const, path: '/home/alice/project', branch: 'hearth/fix' }
const content = [{ type: 'text' as const, text: 'Fix the failing test' }]
const error = {
  code: 'host.store',
  kind: 'unavailable',
  origin: 'host',
  message: 'full',
  retryAfter: 5000,
} as const
const agent = {
  id: 'opencode',
  label: 'opencode',
  kind: 'built-in',
  state: 'ready',
  running: 1,
  can: null,
  version: '1.2.3',
  lastEventAt: 9,
  error: null,
} as const
const summary = {
  id: session,
  title: 'Fix',
  project,
  place,
  agent: 'opencode',
  archived: false,
  state: 'running',
  queued: 0,
  waiting: 1,
  seq: 40,
  createdAt: 1_760_000_000_000,
  updatedAt: 1_760_000_000_001,
  usage,
} as const
const permission = { kind: 'permission', request, session, turn: 1, facts: bytes(500) } as const
const question = {
  kind: 'question',
  request,
  session,
  turn: 1,
  questions: [
    {
      header: 'Which?',
      question: 'Which one?',
      options: [{ label: 'A', description: '' }],
      multiple: false,
      custom: true,
    },
  ],
  createdAt: 4,
} as const satisfies Extract<Down, { t: 'request' }>['request'] | object

export const SAMPLES_UP: readonly Up[] = [
  {
    t: 'hello',
    version: 1,
    sid: bytes(32),
    app: { name: 'hearth remote', version: '0.1.0' },
    audit: { i: 3, head: bytes(64) },
  },
  { t: 'ping', n: 1 },
  { t: 'subscribe', call: 2, sub: 1, session, after: null },
  { t: 'unsubscribe', sub: 1 },
  { t: 'ack', sub: 1, seq: 40 },
  { t: 'history', call: 3, session, before: 9, limit: 20 },
  { t: 'new-session', call: 4, session, project, agent: 'opencode', place: 'worktree', title: 'Fix' },
  { t: 'update-session', call: 5, session, archived: true },
  { t: 'list-foreign', call: 6, project, agent: 'opencode' },
  { t: 'adopt-session', call: 7, session, project, agent: 'opencode', foreign: 'ses_1' },
  { t: 'prompt', id: '9'.repeat(32), session, content },
  { t: 'edit-prompt', call: 15, session, turn: 2, content, edits: 1 },
  { t: 'order-queue', call: 16, session, turns: [3, 2] },
  { t: 'steer', call: 17, session, turn: 2 },
  { t: 'set-option', call: 18, session, agent: 'opencode', option: 'model', value: 'mock/model' },
  { t: 'stop-task', call: 19, session, agent: 'codex', task: 'term_1' },
  { t: 'withdraw', call: 8, session, turn: 2 },
  { t: 'stop', call: 9, session, turn: 1 },
  { t: 'resolve', call: 10, session, turn: 1, choice: 'retry' },
  { t: 'ask-offer', call: 11, request },
  { t: 'decide', call: 12, decision: bytes(320), reason: 'not there' },
  { t: 'answer', call: 13, request, answers: [['A'], ['other']] },
]

export const SAMPLES_DOWN: readonly Down[] = [
  {
    t: 'welcome',
    version: 1,
    host: { id: party, name: 'alice’s machine', version: '0.1.0' },
    bootId: bytes(16),
    now: 1_760_000_000_000,
    device: { id: party, name: 'phone', rights: ['read', 'prompt', 'decide'], riskMax: 2 },
    policyEpoch: 1,
  },
  {
    t: 'overview',
    projects: [{ id: project, name: 'project', path: '/home/alice/project' }],
    agents: [agent],
    sessions: [summary],
    requests: [
      permission,
      { ...question, questions: question.questions.map((one) => ({ ...one, options: [...one.options] })) },
    ],
  },
  { t: 'projects', projects: [] },
  {
    t: 'agents',
    agents: [{ ...agent, state: 'error', error: { code: 'agent.exited', message: 'code 1' } }],
  },
  { t: 'session', session: summary },
  {
    t: 'snapshot',
    sub: 1,
    state: {
      seq: 1,
      title: 'Fix',
      archived: false,
      project,
      place,
      agent: 'opencode',
      createdAt: 1,
      updatedAt: 1,
      usage,
      notices: [],
      earlier: 0,
      settled: [],
      current: null,
      queued: [],
    },
  },
  {
    t: 'session-agents',
    sub: 1,
    agents: [
      {
        agent: 'codex',
        memory: 'resumed',
        steering: 'interrupts',
        options: [
          {
            id: 'mode',
            name: 'Mode',
            category: 'mode',
            description: null,
            value: 'ask',
            choices: [{ value: 'ask', name: 'Ask first', description: null, group: null }],
          },
        ],
        commands: [{ name: 'compact', description: 'Shorten the conversation', hint: null }],
        tasks: [{ id: 'term_1', title: 'npm run dev', startedAt: 5, turn: 1 }],
        context: { used: 1_000, size: 128_000 },
      },
    ],
  },
  { t: 'caught-up', sub: 1, seq: 40 },
  { t: 'admitted', id: '9'.repeat(32), session, turn: 3 },
  { t: 'refused', id: '9'.repeat(32), error },
  { t: 'request', request: permission },
  { t: 'request-gone', request, outcome: 'allowed', by: { id: party, name: 'phone' } },
  { t: 'offer', call: 11, request, nonce: bytes(32), expiresAt: 1_760_000_060_000 },
  { t: 'audit-head', i: 4, head: bytes(64), signature: bytes(64) },
  { t: 'pong', n: 1, now: 1_760_000_000_000 },
  { t: 'error', call: 8, error },
  { t: 'revoked' },
  { t: 'result', call: 2, value: { of: 'subscribe' } },
  { t: 'result', call: 3, value: { of: 'history', turns: [], earlier: 0 } },
  { t: 'result', call: 4, value: { of: 'new-session', session } },
  { t: 'result', call: 5, value: { of: 'update-session' } },
  {
    t: 'result',
    call: 6,
    value: { of: 'list-foreign', sessions: [{ id: 'ses_1', title: 'Old', updatedAt: 3, adopted: null }] },
  },
  { t: 'result', call: 7, value: { of: 'adopt-session', session } },
  { t: 'result', call: 15, value: { of: 'edit-prompt' } },
  { t: 'result', call: 16, value: { of: 'order-queue' } },
  { t: 'result', call: 17, value: { of: 'steer' } },
  { t: 'result', call: 18, value: { of: 'set-option' } },
  { t: 'result', call: 19, value: { of: 'stop-task' } },
  { t: 'result', call: 8, value: { of: 'withdraw' } },
  { t: 'result', call: 9, value: { of: 'stop' } },
  { t: 'result', call: 10, value: { of: 'resolve', retriedAs: 4 } },
  { t: 'result', call: 12, value: { of: 'decide', outcome: 'denied', by: party } },
  { t: 'result', call: 13, value: { of: 'answer', outcome: 'answered' } },
]
