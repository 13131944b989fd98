import * as v from 'valibot'
import { Seq, SessionId } from '../../session/index.ts'
import { CallId, SubId } from '../common.ts'

/** Asks for a session’s events after `after` (a seq; 0 for all) and from then on; null asks for a snapshot first. */
export const Subscribe = v.strictObject({
  t: v.literal('subscribe'),
  call: CallId,
  sub: SubId,
  session: SessionId,
  after: v.nullable(Seq),
})
export type Subscribe = v.InferOutput<typeof Subscribe>
