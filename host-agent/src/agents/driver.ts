import type {
  AgentCommand,
  AgentOption,
  AgentTask,
  Answers,
  EventError,
  FormField,
  FormValues,
  PlanEntry,
  PromptContent,
  Question,
  Steering,
  StopReason,
  ToolContent,
  ToolKind,
  ToolLocation,
  ToolStatus,
  Usage,
} from '@hearth/shared/session'

/** What an agent did in a turn, before the session numbers it. `block` is the driver's own stable key. */
export type Draft =
  | { type: 'text'; block: string; kind: 'message' | 'thought'; text: string }
  | {
      type: 'tool'
      call: string
      /** The call of the sub-agent that makes this one. */
      parent?: string
      title?: string
      kind?: ToolKind
      status?: ToolStatus
      input?: string
      content?: ToolContent[]
      locations?: ToolLocation[]
    }
  | { type: 'plan'; entries: PlanEntry[] }
  | { type: 'usage'; usage: Usage }
  | { type: 'notice'; level: 'info' | 'warning' | 'error'; code: string; text: string }
  | { type: 'raw'; block: string; source: string; detail: string }

/** What an agent wants to do, in the driver's words; the host makes the facts of a request from it. */
export type Ask =
  /** `env`: variables that the agent sets for it; null where it removes one. */
  | { type: 'command'; command: string; cwd?: string; env?: Record<string, string | null> }
  | { type: 'edit'; files: { path: string; diff: string }[] }
  | { type: 'access'; paths: string[] }
  | { type: 'fetch'; url: string }
  /** A tool of an MCP server; `input` is its JSON. */
  | { type: 'mcp'; server: string; tool: string; input: string }
  | { type: 'mode'; from: string | null; to: string; detail: string }
  | { type: 'other'; detail: string }

/**
 * How the agent took a reply: `gone` when it no longer waits for it; `unsaid` when it took it, but has no place for the
 * words that came with it, a reason or the changes to a plan.
 */
export type ReplyResult = 'applied' | 'unsaid' | 'gone'

/** Something the agent waits for. `id` is the agent's own; each is replied to at most once. */
export type AgentRequest =
  | {
      kind: 'permission'
      id: string
      tool: { name: string; kind: ToolKind; call: string | null }
      ask: Ask
      /** The agent's own description of it. Hostile text. */
      words: string
      reply(decision: { allow: true } | { allow: false; reason?: string }): Promise<ReplyResult>
    }
  | {
      kind: 'question'
      id: string
      questions: Question[]
      reply(answer: { answers: Answers } | { reject: true }): Promise<ReplyResult>
    }
  | {
      /** What it means to do, in its words (markdown). Approving lets it begin; each step still asks for itself. */
      kind: 'plan'
      id: string
      plan: string
      reply(answer: { approve: true } | { changes: string } | { reject: true }): Promise<ReplyResult>
    }
  | {
      kind: 'form'
      id: string
      message: string
      fields: FormField[]
      reply(answer: { values: FormValues } | { reject: true }): Promise<ReplyResult>
    }
  | {
      /** What the driver can't put into any of these: `source` names the message, `detail` is all of it. */
      kind: 'unknown'
      id: string
      source: string
      detail: string
      reply(answer: { reject: true }): Promise<ReplyResult>
    }

/** How a turn ended, by its own terminal. */
export type Settlement =
  | { outcome: 'completed'; stopReason: StopReason }
  | { outcome: 'cancelled' }
  | { outcome: 'failed'; error: EventError }

/** Where a driver delivers a turn. Calls come in order; nothing comes after `settled`, which comes exactly once. */
export interface TurnSink {
  /** The agent has the prompt: from here on a crash means that it may have acted. */
  accepted(): void
  draft(draft: Draft): void
  request(request: AgentRequest): void
  /** The agent no longer waits for this request (by its own id). */
  requestGone(id: string): void
  /** The running turn has taken in the prompt that `steer` gave under this key; what follows answers that too. */
  joined(key: string): void
  settled(how: Settlement): void
}

/** What the agent's own record says about a prompt that was sent before a crash. */
export type Recovered =
  /** The agent never got it: it is safe to send. */
  | { found: 'absent' }
  /** It ended by itself; `drafts` is the whole record of the turn. */
  | { found: 'ended'; drafts: Draft[]; how: Settlement }
  /** The agent got it and was cut short; `drafts` is what its record holds. */
  | { found: 'interrupted'; drafts: Draft[] }
  /** The record can't be read. */
  | { found: 'unreadable'; why: string }

/** What an agent tells of a session beside its turns, whole each time. */
export interface AgentView {
  readonly options: readonly AgentOption[]
  readonly commands: readonly AgentCommand[]
  /** Commands that it left running. */
  readonly tasks: readonly AgentTask[]
  readonly context: { readonly used: number; readonly size: number } | null
}

/** Nothing is told. */
export const EMPTY_VIEW: AgentView = { options: [], commands: [], tasks: [], context: null }

/** What an agent itself says of a turn of which nothing was heard. */
export type AgentStatus = 'busy' | 'idle' | 'unknown'

/**
 * What became of a prompt that was to steer. `joined`: the running turn took it in (`TurnSink.joined` came before).
 * `left`: the turn ended without it and the agent will not act on it; it can be sent as a turn of its own, under this
 * key or another.
 */
export type SteerResult = 'joined' | 'left'

/** One conversation of an agent. */
export interface AgentSession {
  /** The agent's own session id. */
  readonly id: string
  /** Was its memory taken up again, or is it a new conversation? */
  readonly memory: 'resumed' | 'new'
  /** What the agent tells of it now. */
  readonly view: AgentView
  /** Calls back when `view` changes, until the given function is called. */
  onView(listener: () => void): () => void
  /** Resolves when the process that holds this session is gone and the session can't be used any more. */
  readonly ended: Promise<void>
  /** A fresh key under which the agent will record the next prompt; stored before the prompt is sent. */
  mintKey(): string
  /**
   * Sends a prompt and streams its turn into `sink` until `sink.settled`. One turn at a time.
   * Sending the same key twice delivers once.
   * @throws {AgentError} when it is certain that the agent did not get it
   */
  prompt(turn: { key: string; content: PromptContent }, sink: TurnSink): Promise<void>
  /**
   * Gives the agent a prompt while a turn runs; null where it can't take one then. Settles when the running turn has.
   * @throws {AgentError} when it is certain that the agent did not get it; anything else: it is not known
   */
  readonly steer: ((turn: { key: string; content: PromptContent }) => Promise<SteerResult>) | null
  /** Asks the agent to stop the running turn; the turn settles through its sink. Resolves when asked. May be repeated. */
  cancel(): Promise<void>
  /**
   * Ends the process that works on the running turn, as the last means. Bounded; the session can't be used after.
   * Where a process serves several sessions it ends only when no other has a turn.
   */
  kill(): Promise<void>
  /** Asks the agent itself whether it is at work. @throws {AgentError} `agent.unresponsive` when it does not answer */
  status(): Promise<AgentStatus>
  /** @throws {AgentError} `agent.unsupported` for an option or choice that it does not have */
  setOption(id: string, value: string): Promise<void>
  /** Ends a command of `view.tasks`. @throws {AgentError} `agent.unsupported` when there is none of this id */
  stopTask(id: string): Promise<void>
  recover(key: string): Promise<Recovered>
  /** Lets the session go; its memory stays with the agent. */
  close(): Promise<void>
}

/** A session made with the agent's own program. `updatedAt` in ms since the epoch. */
export interface ForeignSession {
  id: string
  title: string
  cwd: string
  updatedAt: number
}

/** A turn of a foreign session's history. */
export interface ForeignTurn {
  content: PromptContent
  at: number
  drafts: Draft[]
  how: Settlement | { outcome: 'unknown' }
}

export type AgentHealth =
  | { state: 'ready'; version: string; lastEventAt: number | null }
  | { state: 'starting' | 'stopped' }
  | { state: 'failed'; error: EventError; diagnostics: string[] }

/** Whose models an agent would use: the person's own, only what its maker offers to anybody, or none. */
export type ModelSource = 'own' | 'free' | 'none'

/** What a driver knows of its agent's abilities; null where that takes a start to find out. */
export interface AgentAbilities {
  /** Can a session be taken up again after its process has ended? */
  readonly resume: boolean
  readonly images: boolean
  /** Can sessions made with the agent's own program be listed? */
  readonly list: boolean
  readonly steering: Steering
}

/** Drives one kind of agent. All sessions of it are warm behind one driver. */
export interface AgentDriver {
  readonly id: string
  /** Does each open session hold a process of its own? Then idle ones are let go first. */
  readonly process: 'shared' | 'per-session'
  /** As last seen. */
  abilities(): AgentAbilities | null
  health(): AgentHealth
  /** Makes the agent ready; idempotent, and implied by the calls below. @throws {AgentError} */
  start(): Promise<void>
  /** @throws {AgentError} code `agent.session_missing` when `resume` names a session the agent doesn't have */
  openSession(spec: { cwd: string; title: string; resume?: string }): Promise<AgentSession>
  listForeign(cwd: string): Promise<ForeignSession[]>
  /** @throws {AgentError} code `agent.session_missing` */
  readHistory(id: string, cwd: string): Promise<ForeignTurn[]>
  /** Whose models a prompt in `cwd` would use. @throws {AgentError} */
  modelSource(cwd: string): Promise<ModelSource>
  /** Stops the agent's processes within stated bounds. */
  stop(): Promise<void>
}

/** A failure of an agent, with a code of protocol/error.ts and what to do about it. */
export class AgentError extends Error {
  override name = 'AgentError'
  readonly code: `agent.${string}`
  readonly diagnostics: readonly string[]
  constructor(code: `agent.${string}`, message: string, diagnostics: readonly string[] = []) {
    super(message)
    this.code = code
    this.diagnostics = diagnostics
  }
}
