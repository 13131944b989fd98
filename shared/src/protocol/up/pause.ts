import * as v from 'valibot'
import { CallId } from '../common.ts'

/** Pauses everything, or goes on: while paused nothing is allowed, by nobody, and no turn begins. */
export const Pause = v.strictObject({
  t: v.literal('pause'),
  call: CallId,
  paused: v.boolean(),
})
export type Pause = v.InferOutput<typeof Pause>
