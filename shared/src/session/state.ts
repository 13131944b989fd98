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
import { EventError, Joined, Place, RequestKind, RequestOutcome } from './event.ts'
import {
  AgentId,
  BlockNumber,
  Instant,
  PartyId,
  ProjectId,
  PromptId,
  RequestId,
  Seq,
  TurnNumber,
} from './ids.ts'
import { RuleId } from './rule.ts'
import { Delivery, Memory, QuietStatus, StopReason, StopStep, TurnState } from './turn-state.ts'

/** A tool call's status; `unfinished` when its turn ended before the tool did, whatever it may have done by then. */
export const BlockStatus = v.picklist([...ToolStatus.options, 'unfinished'])
export type BlockStatus = v.InferOutput<typeof BlockStatus>

/** A piece of a turn, in the order of appearance (`n`). */
export const Block = v.variant('type', [
  v.strictObject({ type: v.picklist(['message', 'thought']), n: BlockNumber, text: v.string() }),
  v.strictObject({
    type: v.literal('tool'),
    n: BlockNumber,
    call: v.string(),
    /** The call of the sub-agent that makes this one; it shows inside that. */
    parent: v.nullable(v.string()),
    title: v.string(),
    kind: ToolKind,
    status: BlockStatus,
    input: v.nullable(v.string()),
    content: v.array(ToolContent),
    locations: v.array(ToolLocation),
    startedAt: Instant,
    updatedAt: Instant,
  }),
  v.strictObject({ type: v.literal('raw'), n: BlockNumber, source: v.string(), detail: v.string() }),
])
export type Block = v.InferOutput<typeof Block>

export const TurnNotice = v.strictObject({
  level: v.picklist(['info', 'warning', 'error']),
  code: v.string(),
  text: v.string(),
  at: Instant,
})
export type TurnNotice = v.InferOutput<typeof TurnNotice>

/** What a turn keeps about a request it waited for. */
export const TurnRequest = v.strictObject({
  id: RequestId,
  kind: RequestKind,
  title: v.string(),
  outcome: v.nullable(RequestOutcome),
  by: v.nullable(PartyId),
  /** The rule that settled it, where no person did. */
  rule: v.nullable(RuleId),
})
export type TurnRequest = v.InferOutput<typeof TurnRequest>

/** One prompt and all that followed. `blocks` are finished ones, `open` those that may still grow (few). */
export const Turn = v.strictObject({
  n: TurnNumber,
  prompt: v.strictObject({
    id: PromptId,
    content: PromptContent,
    by: v.nullable(PartyId),
    at: Instant,
    delivery: Delivery,
    /** See `prompt.admitted`. */
    undigested: v.boolean(),
    /** How often it was changed while it waited; an edit names the count that it rests on. */
    edits: v.number(),
  }),
  /** Who does it. */
  agent: AgentId,
  /** What the agent remembered of the session; null until its agent session is open. */
  memory: v.nullable(Memory),
  /** The turns by others of which the agent was told. */
  digest: v.nullable(v.strictObject({ from: TurnNumber, to: TurnNumber })),
  retryOf: v.nullable(TurnNumber),
  state: TurnState,
  stopReason: v.nullable(StopReason),
  error: v.nullable(EventError),
  /** The turn that took this one in, where it steered. */
  joined: v.nullable(Joined),
  /** Who stops it and how hard; kept when it has ended. */
  stopping: v.nullable(v.strictObject({ step: StopStep, at: Instant, by: v.nullable(PartyId) })),
  /** Nothing was heard since then; null as soon as something is. */
  quiet: v.nullable(v.strictObject({ since: Instant, status: QuietStatus })),
  /** What a person chose for a turn that ended `unknown`. */
  resolved: v.nullable(v.picklist(['retry', 'abandon'])),
  blocks: v.array(Block),
  open: v.array(Block),
  plan: v.array(PlanEntry),
  requests: v.array(TurnRequest),
  notices: v.array(TurnNotice),
  usage: Usage,
  startedAt: v.nullable(Instant),
  settledAt: v.nullable(Instant),
})
export type Turn = v.InferOutput<typeof Turn>

/**
 * A session as far as it is loaded. `settled` are the last ended turns (`earlier` more exist before them),
 * `current` the one that runs, `queued` those that wait or steer, in the order in which they will run.
 */
export const SessionState = v.strictObject({
  seq: Seq,
  title: v.string(),
  archived: v.boolean(),
  project: ProjectId,
  place: Place,
  agent: AgentId,
  createdAt: Instant,
  updatedAt: Instant,
  usage: Usage,
  /** What a person should know that belongs to no turn; the newest only. */
  notices: v.array(TurnNotice),
  earlier: v.pipe(v.number(), v.integer(), v.minValue(0)),
  settled: v.array(Turn),
  current: v.nullable(Turn),
  queued: v.array(Turn),
})
export type SessionState = v.InferOutput<typeof SessionState>
