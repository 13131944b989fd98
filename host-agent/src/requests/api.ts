import type {
  Answer,
  PendingRequest,
  PermissionFacts,
  RequestOutcome,
  Rule,
  RuleDraft,
} from '@hearth/shared/session'
import type { AgentRequest } from '../agents/driver.ts'

/** What comes with a decision beside its 320 bytes. */
export interface DecisionExtras {
  /** Told to the agent with a denial. */
  readonly reason?: string | undefined
  /** With a denial: the turn is stopped as well. */
  readonly stop?: boolean | undefined
  /** With `allow-rule`: the bytes of a `RuleDraft`. */
  readonly rule?: Uint8Array | undefined
  /** With a step-up: the browser's assertion as JSON. */
  readonly assertion?: string | undefined
}

/** A live, confirmed channel, as far as decisions need it. All byte fields in hex except `sid`. */
export interface DecidingChannel {
  readonly deviceId: string
  /** Channel id, 32 bytes. */
  readonly sid: Uint8Array
  /** False from the moment it is closed or its device revoked. */
  readonly live: boolean
}

/** The receipt of a decision or an answer. */
export interface Receipt {
  outcome: RequestOutcome
  by: string | null
}

/** That of the owner's decision: with the rule that was kept. */
export interface LocalReceipt extends Receipt {
  rule: Rule | null
}

/** What the owner decides; `draft` goes with a yes, `reason` and `stop` with a no. */
export interface LocalDecision {
  readonly allow: boolean
  readonly reason?: string | undefined
  readonly stop?: boolean | undefined
  readonly draft?: RuleDraft | undefined
}

/** Hears how a request ended: by whom, or by which rule. */
export type Settled = (outcome: RequestOutcome, by: string | null, rule: string | null) => void

/** What an agent asks for, and where. */
export interface AskSpec {
  readonly session: string
  readonly turn: number
  readonly agent: string
  readonly project: string
  /** The session's worktree. */
  readonly cwd: string
  /** Whose words led to it: `web` where the prompt brought a page along. */
  readonly provenance: PermissionFacts['provenance']
  readonly ask: AgentRequest
}

export type RequestsChange =
  /** It waits for a person; again when it is asked anew. What rules settle at once is never told. */
  | { type: 'opened'; request: PendingRequest }
  | { type: 'gone'; request: string; outcome: RequestOutcome; by: string | null }

/** The host's pending set. Every failure is a HearthError with a registered code. */
export interface Requests {
  /**
   * An agent asks. Gives the request's id at once; `settled` is called exactly once, after the reply has been given
   * to the agent (or it was withdrawn). The rules are heard first: people are told only of what those leave to them, and
   * `shown` is called, once, when they are: within `open`, or later where a rule could not settle it.
   */
  open(spec: AskSpec, settled: Settled, shown?: () => void): { request: string; title: string }
  /** The agent no longer waits: the turn was stopped, died, or took it back. */
  withdraw(request: string): void
  pending(): PendingRequest[]
  /** A fresh offer for this channel; replaces its earlier one for the same request. */
  offer(
    request: string,
    channel: DecidingChannel,
  ): { nonce: Uint8Array; expiresAt: number; stepUp: string[] | null }
  /** Verifies in the protocol's order and applies. Any failure changes nothing but the audit. */
  decide(decision: Uint8Array, channel: DecidingChannel, extras?: DecisionExtras): Promise<Receipt>
  /** Answers what is no permission; null turns it down. `deviceId` null: the owner at the host. */
  answer(request: string, answer: Answer | null, deviceId: string | null): Promise<Receipt>
  /** The owner decides at the host itself, through the control socket. */
  decideLocally(request: string, decision: LocalDecision): Promise<LocalReceipt>
  /** Voids every offer of a channel that ended, or of a device that was revoked. */
  dropChannel(sid: Uint8Array): void
  onChange(listener: (change: RequestsChange) => void): () => void
}
