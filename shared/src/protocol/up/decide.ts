import * as v from 'valibot'
import { bytes } from '../../session/index.ts'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** A signed decision on a permission request; `reason` is told to the agent with a denial. */
export const Decide = v.strictObject({
  t: v.literal('decide'),
  call: CallId,
  decision: bytes(320),
  reason: v.optional(v.pipe(v.string(), v.maxLength(WIRE_LIMITS.reasonLength.value))),
})
export type Decide = v.InferOutput<typeof Decide>
