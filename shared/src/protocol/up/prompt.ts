import * as v from 'valibot'
import { AgentId, Delivery, PromptContent, PromptId, SessionId } from '../../session/index.ts'

/** Sends a prompt. `id` makes it exactly once however often it is repeated; answered by `admitted` or `refused`. */
export const Prompt = v.strictObject({
  t: v.literal('prompt'),
  id: PromptId,
  session: SessionId,
  content: PromptContent,
  /** Who is to do it; absent: the session's agent at the time. */
  agent: v.optional(AgentId),
  /** Absent: `queue`. */
  delivery: v.optional(Delivery),
  /** The agent is not to be told what others did since its last turn. */
  undigested: v.optional(v.literal(true)),
})
export type Prompt = v.InferOutput<typeof Prompt>
