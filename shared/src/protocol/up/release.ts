import * as v from 'valibot'
import { SessionId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Lets a session go on that was held. */
export const Release = v.strictObject({
  t: v.literal('release'),
  call: CallId,
  session: SessionId,
})
export type Release = v.InferOutput<typeof Release>
