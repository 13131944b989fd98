import * as v from 'valibot'
import { AgentId } from './ids.ts'
import { Delivery } from './turn-state.ts'

/** How a prompt is to be done, as far as a person says so. */
export const PromptManner = v.strictObject({
  /** Who is to do it; absent: the session's agent at the time. */
  agent: v.optional(AgentId),
  /** Absent: `queue`. */
  delivery: v.optional(Delivery),
  /** The agent is not to be told what others did in the session since its last turn. */
  undigested: v.optional(v.literal(true)),
})
export type PromptManner = v.InferOutput<typeof PromptManner>
