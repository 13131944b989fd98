import * as v from 'valibot'
import { SessionId } from '../../session/index.ts'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** Asks for files of a session’s worktree that fit a few letters, the best first. */
export const FindFiles = v.strictObject({
  t: v.literal('find-files'),
  call: CallId,
  session: SessionId,
  query: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.queryLength.value)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WIRE_LIMITS.foundFiles.value)),
})
export type FindFiles = v.InferOutput<typeof FindFiles>
