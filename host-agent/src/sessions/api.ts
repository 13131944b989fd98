import type { Project, SessionSummary } from '@hearth/shared/protocol'
import type { Delivery, PromptContent, SessionAgent, SessionState, Turn } from '@hearth/shared/session'
import type { ForeignSession } from '../agents/driver.ts'
import type { EventRow } from '../store/event-rows.ts'

/** Who asks: a paired device's id (hex), recorded with what it causes. */
export type By = string

/** What `onChange` tells: a session's line changed, the set of projects did, or what `agents` gives for a session. */
export type SessionsChange =
  | { type: 'session'; session: SessionSummary }
  | { type: 'projects' }
  | { type: 'agents'; session: string }

/**
 * A reader's place in one session's log. It never holds events itself: a slow reader costs a cursor, not a queue.
 * `read` and `snapshot` see only what is durable (log before publish).
 */
export interface Feed {
  /** The seq after which `read` continues. */
  readonly cursor: number
  /**
   * The next events, in order and without gaps, about `maxBytes` of them; empty when caught up. Each was packed once,
   * for the log and every device.
   */
  read(maxBytes: number): EventRow[]
  /** The state at the head, with the last `turns` settled turns; moves the cursor to its `seq`. */
  snapshot(turns: number): SessionState
  close(): void
}

/** Sessions as the uplink and the command line see them. Every failure is a HearthError with a registered code. */
export interface Sessions {
  projects(): Project[]
  summaries(): SessionSummary[]
  /** Repeating it with the same id and the same facts is harmless. */
  create(spec: {
    session: string
    project: string
    agent: string
    place: 'worktree' | 'main'
    title: string
    by: By
  }): Promise<void>
  update(
    session: string,
    change: { title?: string; archived?: boolean; agent?: string },
    by: By,
  ): Promise<void>
  listForeign(project: string, agent: string): Promise<(ForeignSession & { adopted: string | null })[]>
  adopt(spec: { session: string; project: string; agent: string; foreign: string; by: By }): Promise<void>
  /** Resolves when the prompt is durable; the same id again gives the same turn. */
  admit(prompt: {
    id: string
    session: string
    content: PromptContent
    /** The session's agent by default. */
    agent?: string
    delivery?: Delivery
    undigested?: boolean
    by: By
  }): Promise<{ turn: number }>
  /** Changes a prompt that waits; `edits` is the count that the change rests on. */
  edit(
    session: string,
    turn: number,
    change: { content: PromptContent; edits: number },
    by: By,
  ): Promise<void>
  /** Puts waiting prompts into this order, before all others that wait. */
  order(session: string, turns: readonly number[], by: By): Promise<void>
  /** Lets a waiting prompt steer the turn that runs. Where none runs it is simply the next. */
  steer(session: string, turn: number, by: By): Promise<void>
  /** The agents as this session has them now: the session's own, and those that have worked in it. */
  agents(session: string): SessionAgent[]
  setOption(session: string, agent: string, option: string, value: string, by: By): Promise<void>
  stopTask(session: string, agent: string, task: string, by: By): Promise<void>
  withdraw(session: string, turn: number, by: By): Promise<void>
  /** Resolves when the stop was asked for; the turn then settles within stated bounds. */
  stop(session: string, turn: number, by: By): Promise<void>
  /** Stops the turn that runs in a session, or in all of them with null. `by` null: the host, or its owner. */
  stopRunning(session: string | null, by: string | null): void
  resolve(
    session: string,
    turn: number,
    choice: 'retry' | 'abandon',
    by: By,
  ): Promise<{ retriedAs: number | null }>
  history(session: string, before: number, limit: number): { turns: Turn[]; earlier: number }
  /** `wake` is called after new events became durable; `after` above the head throws `host.cursor`. */
  open(session: string, after: number, wake: () => void): Feed
  onChange(listener: (change: SessionsChange) => void): () => void
  /** Stops taking prompts, settles nothing by itself, flushes the log. */
  close(): Promise<void>
}
