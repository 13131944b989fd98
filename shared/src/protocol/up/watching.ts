import * as v from 'valibot'
import { RequestId, SessionId } from '../../session/index.ts'
import { WIRE_LIMITS } from '../limits.ts'

/**
 * The requests and sessions that are on a focused screen of this device now: nobody needs to be woken for these. Whole
 * each time.
 */
export const Watching = v.strictObject({
  t: v.literal('watching'),
  requests: v.pipe(v.array(RequestId), v.maxLength(WIRE_LIMITS.watchedRequests.value)),
  sessions: v.optional(v.pipe(v.array(SessionId), v.maxLength(WIRE_LIMITS.watchedSessions.value))),
})
export type Watching = v.InferOutput<typeof Watching>
