import * as v from 'valibot'
import { RuleId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Removes a rule. One that asks or denies takes the right to administer. */
export const RemoveRule = v.strictObject({
  t: v.literal('remove-rule'),
  call: CallId,
  rule: RuleId,
})
export type RemoveRule = v.InferOutput<typeof RemoveRule>
