import * as v from 'valibot'
import { AgentId, SessionId } from '../../session/index.ts'
import { CallId, Title } from '../common.ts'

/** Renames or archives a session, or chooses who does its next prompts. */
export const UpdateSession = v.strictObject({
  t: v.literal('update-session'),
  call: CallId,
  session: SessionId,
  title: v.optional(Title),
  archived: v.optional(v.boolean()),
  agent: v.optional(AgentId),
})
export type UpdateSession = v.InferOutput<typeof UpdateSession>
