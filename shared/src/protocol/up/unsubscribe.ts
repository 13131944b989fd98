import * as v from 'valibot'
import { SubId } from '../common.ts'

/** Ends a subscription. */
export const Unsubscribe = v.strictObject({
  t: v.literal('unsubscribe'),
  sub: SubId,
})
export type Unsubscribe = v.InferOutput<typeof Unsubscribe>
