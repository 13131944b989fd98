import * as v from 'valibot'
import { SessionId } from '../../session/index.ts'
import { CallId, Title } from '../common.ts'

/** Renames or archives a session. */
export const UpdateSession = v.strictObject({
  t: v.literal('update-session'),
  call: CallId,
  session: SessionId,
  title: v.optional(Title),
  archived: v.optional(v.boolean()),
})
export type UpdateSession = v.InferOutput<typeof UpdateSession>
