import * as v from 'valibot'
import { CallId, Right } from '../common.ts'

/** Lowers what this device itself may do; nothing here ever raises it. */
export const LimitSelf = v.strictObject({
  t: v.literal('limit-self'),
  call: CallId,
  rights: v.array(Right),
  riskMax: v.picklist([1, 2, 3, 4]),
})
export type LimitSelf = v.InferOutput<typeof LimitSelf>
