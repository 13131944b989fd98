import * as v from 'valibot'
import { CallId } from '../common.ts'

/** Is the host there? Answered by `pong` with the same number. */
export const Ping = v.strictObject({
  t: v.literal('ping'),
  n: CallId,
})
export type Ping = v.InferOutput<typeof Ping>
