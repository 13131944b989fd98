import type { AgentTask, Answers, FormField, FormValues, Question } from '@hearth/shared/session'
import type { Wish } from './client/wish.ts'

/** How a question to the person ended; `gone`: the turn was stopped or none runs, so nobody can be asked. */
export type Answered = { answers: Answers } | { reject: true } | { gone: true }

/** What became of a form. */
export type Filled = { values: FormValues } | { reject: true } | { gone: true }

/** What an agent asked for by a permission request of its own, and was allowed once. Paths as the agent named them. */
export type AllowedWish =
  | { type: 'command'; command: string; cwd: string | null }
  | { type: 'edit'; path: string; before: string | null; after: string }

/** What a client side may use of the session that it serves. */
export type SessionPlace = {
  /** Real path of the session's working directory, which bounds file access. */
  readonly cwd: string
  /** The agent's own environment, for commands that it runs through us. */
  readonly environment: Readonly<Record<string, string>>
  /** Asks the person within the running turn. Aborting `signal` takes the question back. Never rejects. */
  ask(questions: Question[], signal: AbortSignal): Promise<Answered>
  /** Has the person fill in a form within the running turn; as `ask`. */
  fill(message: string, fields: FormField[], signal: AbortSignal): Promise<Filled>
  /**
   * Asks the person, by a permission request of ours within the running turn, whether this may be done. False where
   * nobody can be asked. Never rejects.
   */
  permit(wish: Wish, signal: AbortSignal): Promise<boolean>
  /** Tells the person something within the running turn. Told to nobody where none runs. */
  notice(text: string): void
}

/**
 * What we do for an agent over ACP beside prompts and permissions: files, terminals, forms. One per agent session.
 * It trusts nothing: `params` is what the agent sent, unread.
 */
export interface ClientSide {
  /** ACP's ClientCapabilities, as `initialize` tells them. */
  capabilities(): Record<string, unknown>
  /**
   * Answers one request of the agent. `signal` aborts when the agent takes it back (`$/cancel_request`) or is gone.
   * @throws {RequestError} of ACP's SDK, which the agent gets; `methodNotFound` for what is not served
   */
  handle(method: string, params: unknown, signal: AbortSignal): Promise<unknown>
  /** A notification of the agent that is no session/update; unknown ones are ignored. */
  notified(method: string, params: unknown): void
  /** The end of what a terminal has shown, bounded, for the tool call that embeds it; null for one that it doesn't have. */
  output(terminal: string): string | null
  /** Calls back when a terminal has shown more, until the given function is called. */
  onOutput(listener: (terminal: string) => void): () => void
  /** Which turn of the session runs now, null for none: what was allowed ends with its turn. */
  setTurn(turn: number | null): void
  allowed(wish: AllowedWish): void
  /** Commands that outlived the turn that began them. */
  tasks(): AgentTask[]
  /** Calls back when `tasks` may have changed, until the given function is called. */
  onTasks(listener: () => void): () => void
  /** @throws {AgentError} `agent.unsupported` when there is none of this id */
  stopTask(id: string): Promise<void>
  /** Ends what runs for the agent; nothing is served after. Bounded. */
  close(): Promise<void>
}

export type MakeClientSide = (place: SessionPlace) => ClientSide
