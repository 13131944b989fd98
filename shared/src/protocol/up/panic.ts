import * as v from 'valibot'
import { CallId } from '../common.ts'

/** Denies all that waits, stops every turn, pauses, and shuts out all other devices until the owner at the host lets them in again. */
export const Panic = v.strictObject({
  t: v.literal('panic'),
  call: CallId,
})
export type Panic = v.InferOutput<typeof Panic>
