import type { OutboxEntry, PairedHost, RequestContent, RequestView } from '@hearth/shared/link'
import type { Agent, DeviceRecord, Project, SessionSummary } from '@hearth/shared/protocol'
import type {
  Block,
  PermissionFacts,
  Question,
  RequestAction,
  Rule,
  RuleStarter,
  SessionAgent,
  SessionState,
  Turn,
} from '@hearth/shared/session'

/** When everything of a test happens (ms): relative times are then the same in every run. */
export const NOW = 1_790_000_000_000

const hex = (bytes: number, n: number): string => n.toString(16).padStart(2 * bytes, '0')

/** A session's, prompt's, request's or party's id that is the same in every run. */
export const anId = (n: number): string => hex(16, n)

export const PROJECT = hex(8, 0xaa)
export const HOST = anId(0x4057)
export const DEVICE = anId(0xa11ce)
export const NO_USAGE = { input: 0, output: 0, cached: 0, reasoning: 0, cost: 0 }

export const aProject = (over: Partial<Project> = {}): Project => ({
  id: PROJECT,
  name: 'garden',
  path: '/home/alice/garden',
  ...over,
})

export const anAgent = (over: Partial<Agent> = {}): Agent => ({
  id: 'opencode',
  label: 'OpenCode',
  kind: 'built-in',
  state: 'ready',
  running: 1,
  can: null,
  version: '1.18.4',
  lastEventAt: NOW - 4_000,
  error: null,
  ...over,
})

/** An agent as a session has it; by default warm, and with nothing to choose. */
export const aSessionAgent = (over: Partial<SessionAgent> = {}): SessionAgent => ({
  agent: 'opencode',
  memory: 'warm',
  steering: 'joins',
  options: [],
  commands: [],
  tasks: [],
  context: null,
  ...over,
})

export const aDevice = (over: Partial<DeviceRecord> = {}): DeviceRecord => ({
  id: DEVICE,
  name: 'alice’s laptop',
  rights: ['read', 'prompt', 'decide'],
  riskMax: 4,
  ...over,
})

/** The record of a paired host, as pairing leaves it. */
export const aPairing = (over: Partial<PairedHost> = {}): PairedHost => ({
  v: 1,
  relay: 'https://relay.example',
  host: { id: HOST, name: 'workstation', dhKey: hex(32, 1), signKey: hex(32, 2) },
  device: aDevice(),
  certificate: '00'.repeat(213),
  pairedAt: NOW - 86_400_000,
  // Beyond every clock that a test runs by.
  expiresAt: 10 * NOW,
  ...over,
})

/** A line of the session list. */
export const aSession = (over: Partial<SessionSummary> = {}): SessionSummary => ({
  id: anId(1),
  title: 'Fix the login form',
  project: PROJECT,
  place: { kind: 'worktree', path: '/home/alice/garden-login', branch: 'hearth/login' },
  agent: 'opencode',
  archived: false,
  state: 'completed',
  queued: 0,
  waiting: 0,
  seq: 40,
  createdAt: NOW - 3_600_000,
  updatedAt: NOW - 60_000,
  usage: NO_USAGE,
  ...over,
})

export const aMessage = (text: string, n = 0): Block => ({ type: 'message', n, text })
export const aThought = (text: string, n = 0): Block => ({ type: 'thought', n, text })

type Tool = Extract<Block, { type: 'tool' }>

export const aTool = (over: Partial<Tool> = {}): Tool => ({
  type: 'tool',
  n: 0,
  call: `call_${over.n ?? 0}`,
  parent: null,
  title: 'Read src/login.ts',
  kind: 'read',
  status: 'completed',
  input: null,
  content: [],
  locations: [],
  startedAt: NOW - 30_000,
  updatedAt: NOW - 29_000,
  ...over,
})

/** One prompt and what followed. `prompt`: its text. */
export const aTurn = ({
  prompt,
  ...over
}: Partial<Omit<Turn, 'prompt'>> & { prompt?: string } = {}): Turn => {
  const n = over.n ?? 1
  return {
    n,
    prompt: {
      id: anId(0x1000 + n),
      content: [{ type: 'text', text: prompt ?? 'Why does the login form forget the name?' }],
      by: DEVICE,
      at: NOW - 60_000,
      delivery: 'queue',
      undigested: false,
      edits: 0,
    },
    agent: 'opencode',
    memory: 'warm',
    digest: null,
    retryOf: null,
    state: 'completed',
    stopReason: 'end_turn',
    error: null,
    joined: null,
    stopping: null,
    quiet: null,
    resolved: null,
    blocks: [aMessage('It resets its state on every render.')],
    open: [],
    plan: [],
    requests: [],
    notices: [],
    usage: NO_USAGE,
    startedAt: NOW - 59_000,
    settledAt: NOW - 30_000,
    ...over,
  }
}

/** A session as it is loaded; by default one turn that has ended. */
export const aState = (over: Partial<SessionState> = {}): SessionState => {
  const { title, archived, project, place, agent, createdAt, updatedAt, usage, seq } = aSession()
  return {
    ...{ seq, title, archived, project, place, agent, createdAt, updatedAt, usage },
    notices: [],
    earlier: 0,
    settled: [aTurn()],
    current: null,
    queued: [],
    ...over,
  }
}

/** The facts of a permission request; by default to run a command outside of the sandbox of rules. */
export const someFacts = (over: Partial<PermissionFacts> = {}): PermissionFacts => ({
  v: 1,
  hostId: HOST,
  reqId: anId(0x7e9),
  session: anId(1),
  turn: 1,
  agent: 'opencode',
  tool: { name: 'bash', kind: 'execute', call: 'call_3' },
  action: aCommand('npm test -- login'),
  cwd: { path: '/home/alice/garden-login', dev: '1', ino: '2' },
  envDelta: {},
  files: [],
  risk: 3,
  reasons: ['It runs a command that no rule knows'],
  provenance: 'user',
  offers: [0x01, 0x10],
  suggestions: [],
  agentWords: 'Run the login tests',
  createdAt: NOW - 20_000,
  policyEpoch: 1,
  ...over,
})

export const aCommand = (command: string, argv: string[] | null = command.split(' ')): RequestAction => ({
  type: 'command',
  command,
  argv,
  parts: [],
})

/** What a person is asked for: `facts` that differ from the usual ones, or other `content` altogether. */
export const aRequest = ({
  facts,
  ...over
}: Partial<RequestView> & { facts?: Partial<PermissionFacts> } = {}): RequestView => {
  const { id = anId(0x7e9), session = anId(1), turn = 1 } = over
  const whole = someFacts({ reqId: id, session, turn, ...facts })
  const bytes = new TextEncoder().encode(JSON.stringify(whole))
  const content: RequestContent = { kind: 'permission', facts: whole, bytes, code: '7K3M' }
  return { id, session, turn, content, state: 'pending', outcome: null, by: null, error: null, ...over }
}

export const aQuestion = (over: Partial<Question> = {}): Question => ({
  header: 'Storage',
  question: 'Where should the name be kept?',
  options: [
    { label: 'Local storage', description: 'Survives a restart of the browser' },
    { label: 'Memory', description: 'Gone with the tab' },
  ],
  multiple: false,
  custom: true,
  ...over,
})

/** A request that asks questions. */
export const aQuestionRequest = (
  questions: Question[] = [aQuestion()],
  over: Partial<RequestView> = {},
): RequestView =>
  aRequest({ content: { kind: 'question', agent: 'opencode', questions, createdAt: NOW - 15_000 }, ...over })

type Asked<K extends RequestContent['kind']> = Omit<
  Extract<RequestContent, { kind: K }>,
  'kind' | 'agent' | 'createdAt'
>

/** A request of another kind, by what is its own. */
export const anAsked = <K extends 'plan' | 'form' | 'unknown'>(
  kind: K,
  own: Asked<K>,
  over: Partial<RequestView> = {},
): RequestView => {
  const content = { kind, agent: 'opencode', createdAt: NOW - 15_000, ...own } as unknown as RequestContent
  return aRequest({ content, ...over })
}

/** A rule as the host lists it; by default made from this device to allow tests in a project. */
export const aRule = (over: Partial<Rule> = {}): Rule => ({
  id: hex(8, 0x51),
  effect: 'allow',
  what: { type: 'command', words: ['npm', 'test'], rest: 'operands' },
  scope: { type: 'project', project: PROJECT },
  agent: null,
  riskMax: 3,
  expiresAt: null,
  createdAt: NOW - 3_600_000,
  by: DEVICE,
  starter: null,
  used: 12,
  lastUsedAt: NOW - 600_000,
  ...over,
})

export const aStarter = (over: Partial<RuleStarter> = {}): RuleStarter => ({
  id: 'tests',
  title: 'Test commands',
  description: 'Runs the test commands that projects usually have.',
  enabled: false,
  rules: [
    { effect: 'allow', what: { type: 'command', words: ['npm', 'test'], rest: 'operands' }, riskMax: 3 },
  ],
  ...over,
})

/** A prompt that waits to be sent. */
export const anOutboxEntry = (over: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: anId(0x0b0),
  session: anId(1),
  content: [{ type: 'text', text: 'Add a test for it' }],
  createdAt: NOW - 5_000,
  ...over,
})
