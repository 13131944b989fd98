import * as v from 'valibot'
import { Instant } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** The host is there; `n` as in the ping. */
export const Pong = v.strictObject({
  t: v.literal('pong'),
  n: CallId,
  now: Instant,
})
export type Pong = v.InferOutput<typeof Pong>
