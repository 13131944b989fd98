import * as v from 'valibot'
import {
  PlanEntry,
  PromptContent,
  ToolContent,
  ToolKind,
  ToolLocation,
  ToolStatus,
  Usage,
} from './content.ts'
import { AgentId, BlockNumber, Instant, PartyId, ProjectId, PromptId, RequestId, TurnNumber } from './ids.ts'
import { RuleId } from './rule.ts'
import { Delivery, Memory, QuietStatus, StopReason, StopStep, TurnOutcome } from './turn-state.ts'

/** Where a session works: a git worktree made for it, or the project's main checkout. */
export const Place = v.strictObject({
  kind: v.picklist(['worktree', 'main']),
  path: v.string(),
  branch: v.nullable(v.string()),
})
export type Place = v.InferOutput<typeof Place>

/** An error as a transcript shows it: a code from protocol/error.ts or the agent, and a sentence. */
export const EventError = v.strictObject({ code: v.string(), message: v.string() })
export type EventError = v.InferOutput<typeof EventError>

/** Where a prompt that steers was taken into a running turn: after this block, or before the first. */
export const Joined = v.strictObject({ turn: TurnNumber, block: v.nullable(BlockNumber) })
export type Joined = v.InferOutput<typeof Joined>

const dated = { at: Instant }

export const SessionCreated = v.strictObject({
  type: v.literal('session.created'),
  ...dated,
  title: v.string(),
  project: ProjectId,
  place: Place,
  agent: AgentId,
})

export const SessionChanged = v.strictObject({
  type: v.literal('session.changed'),
  ...dated,
  title: v.optional(v.string()),
  archived: v.optional(v.boolean()),
  agent: v.optional(AgentId),
})

/**
 * A prompt entered the inbox; its turn exists from here on, in state `queued`, at the end of the queue. `agent` is who
 * will do it. `by` is null for history that was adopted.
 */
export const PromptAdmitted = v.strictObject({
  type: v.literal('prompt.admitted'),
  ...dated,
  turn: TurnNumber,
  prompt: PromptId,
  content: PromptContent,
  agent: AgentId,
  /** How it was sent; absent means `queue`. */
  delivery: v.optional(Delivery),
  /** The agent is not to be told what others did in this session since its last turn. */
  undigested: v.optional(v.literal(true)),
  by: v.nullable(PartyId),
  retryOf: v.optional(TurnNumber),
})

/** A queued prompt was changed by a person. */
export const PromptEdited = v.strictObject({
  type: v.literal('prompt.edited'),
  ...dated,
  turn: TurnNumber,
  content: PromptContent,
  by: PartyId,
})

/** The queue has a new order: these first, in this order, then what is not named as it stood. */
export const QueueOrdered = v.strictObject({
  type: v.literal('queue.ordered'),
  ...dated,
  turns: v.array(TurnNumber),
  by: v.nullable(PartyId),
})

export const TurnMoved = v.strictObject({
  type: v.literal('turn.moved'),
  ...dated,
  turn: TurnNumber,
  to: v.picklist(['queued', 'steering', 'starting', 'running', 'waiting']),
})

/** The agent session that a turn runs in is open: what it remembers, and of which turns by others it is told. */
export const TurnAttached = v.strictObject({
  type: v.literal('turn.attached'),
  ...dated,
  turn: TurnNumber,
  memory: Memory,
  digest: v.optional(v.strictObject({ from: TurnNumber, to: TurnNumber })),
})

/** A turn is being stopped, and how hard. `by` is null where the host does it, as for a prompt that steers. */
export const TurnStopping = v.strictObject({
  type: v.literal('turn.stopping'),
  ...dated,
  turn: TurnNumber,
  step: StopStep,
  by: v.nullable(PartyId),
})

/** Nothing was heard of a running turn since `since`; `status` is what the agent itself said when asked. */
export const TurnQuiet = v.strictObject({
  type: v.literal('turn.quiet'),
  ...dated,
  turn: TurnNumber,
  since: Instant,
  status: QuietStatus,
})

export const TurnSettled = v.strictObject({
  type: v.literal('turn.settled'),
  ...dated,
  turn: TurnNumber,
  outcome: TurnOutcome,
  stopReason: v.optional(StopReason),
  error: v.optional(EventError),
  /** The prompt steered another turn: taken into it after its block `block` (null: before its first). */
  joined: v.optional(Joined),
})

/** A person decided what becomes of a turn that ended `unknown`. */
export const TurnResolved = v.strictObject({
  type: v.literal('turn.resolved'),
  ...dated,
  turn: TurnNumber,
  choice: v.picklist(['retry', 'abandon']),
  by: PartyId,
})

/** Text of the agent: the answer (`message`) or its reasoning (`thought`). Appends to its block; the hot event. */
export const TextAppended = v.strictObject({
  type: v.literal('text'),
  turn: TurnNumber,
  block: BlockNumber,
  kind: v.picklist(['message', 'thought']),
  text: v.string(),
})

/** A tool call appeared or changed; absent fields keep their value. */
export const ToolUpdated = v.strictObject({
  type: v.literal('tool'),
  ...dated,
  turn: TurnNumber,
  block: BlockNumber,
  call: v.string(),
  /** The call of the sub-agent that makes this one. */
  parent: v.optional(v.string()),
  title: v.optional(v.string()),
  kind: v.optional(ToolKind),
  status: v.optional(ToolStatus),
  /** The tool's raw input, as JSON text. */
  input: v.optional(v.string()),
  content: v.optional(v.array(ToolContent)),
  locations: v.optional(v.array(ToolLocation)),
})

/** The agent's plan, whole each time. */
export const PlanUpdated = v.strictObject({
  type: v.literal('plan'),
  ...dated,
  turn: TurnNumber,
  entries: v.array(PlanEntry),
})

export const RequestKind = v.picklist(['permission', 'question', 'plan', 'form', 'unknown'])
export type RequestKind = v.InferOutput<typeof RequestKind>

export const RequestOpened = v.strictObject({
  type: v.literal('request.opened'),
  ...dated,
  turn: TurnNumber,
  request: RequestId,
  kind: RequestKind,
  title: v.string(),
})

/**
 * How a request ended. `withdrawn`: the turn was stopped, died, or the agent took it back. `unknown`: it was decided,
 * and the agent never said whether it heard.
 */
export const RequestOutcome = v.picklist(['allowed', 'denied', 'answered', 'withdrawn', 'unknown'])
export type RequestOutcome = v.InferOutput<typeof RequestOutcome>

export const RequestSettled = v.strictObject({
  type: v.literal('request.settled'),
  ...dated,
  turn: TurnNumber,
  request: RequestId,
  outcome: RequestOutcome,
  by: v.nullable(PartyId),
  /** The rule by which the host settled it itself. */
  rule: v.optional(RuleId),
})

/** Usage of one step of a turn; a turn's and a session's usage are sums of these. */
export const StepUsed = v.strictObject({ type: v.literal('usage'), ...dated, turn: TurnNumber, usage: Usage })

/** Something a person should know: a retry by the provider, an agent that was restarted. */
export const Notice = v.strictObject({
  type: v.literal('notice'),
  ...dated,
  turn: v.optional(TurnNumber),
  level: v.picklist(['info', 'warning', 'error']),
  code: v.string(),
  text: v.string(),
})

/** What an agent sent that this version has no word for, kept whole as JSON text. */
export const Raw = v.strictObject({
  type: v.literal('raw'),
  ...dated,
  turn: TurnNumber,
  block: BlockNumber,
  source: v.string(),
  detail: v.string(),
})

/** One entry of a session's log before it has its number. */
export const EventBody = v.variant('type', [
  SessionCreated,
  SessionChanged,
  PromptAdmitted,
  PromptEdited,
  QueueOrdered,
  TurnMoved,
  TurnAttached,
  TurnStopping,
  TurnQuiet,
  TurnSettled,
  TurnResolved,
  TextAppended,
  ToolUpdated,
  PlanUpdated,
  RequestOpened,
  RequestSettled,
  StepUsed,
  Notice,
  Raw,
])
export type EventBody = v.InferOutput<typeof EventBody>

/** One entry of a session's log: `seq` counts 1, 2, 3… without gaps. */
export type SessionEvent = EventBody & { readonly seq: number }
