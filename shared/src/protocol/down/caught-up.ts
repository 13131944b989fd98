import * as v from 'valibot'
import { Seq } from '../../session/index.ts'
import { SubId } from '../common.ts'

/** The subscription has sent everything that was in the log; what follows is live. */
export const CaughtUp = v.strictObject({
  t: v.literal('caught-up'),
  sub: SubId,
  seq: Seq,
})
export type CaughtUp = v.InferOutput<typeof CaughtUp>
