import * as v from 'valibot'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** Asks what the turns of the last days used, today included. */
export const ReadUsage = v.strictObject({
  t: v.literal('read-usage'),
  call: CallId,
  days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WIRE_LIMITS.usageDays.value)),
})
export type ReadUsage = v.InferOutput<typeof ReadUsage>
