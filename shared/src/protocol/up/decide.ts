import * as v from 'valibot'
import { bytes, bytesUpTo } from '../../session/index.ts'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** A signed decision on a permission request; `reason` is told to the agent with a denial. */
export const Decide = v.strictObject({
  t: v.literal('decide'),
  call: CallId,
  decision: bytes(320),
  reason: v.optional(v.pipe(v.string(), v.maxLength(WIRE_LIMITS.reasonLength.value))),
  /** With a denial: stop the turn as well. */
  stop: v.optional(v.boolean()),
  /** With `allow-rule`: the bytes of a `RuleDraft`, whose hash is in the decision. */
  rule: v.optional(bytesUpTo(WIRE_LIMITS.ruleBytes.value)),
  /** With a step-up: the browser’s assertion as JSON. */
  assertion: v.optional(v.pipe(v.string(), v.maxLength(WIRE_LIMITS.passkeyLength.value))),
})
export type Decide = v.InferOutput<typeof Decide>
