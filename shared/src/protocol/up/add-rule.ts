import * as v from 'valibot'
import { RuleDraft } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Makes a rule that asks or denies. One that allows comes only with a signed decision, or from the owner at the host. */
export const AddRule = v.strictObject({
  t: v.literal('add-rule'),
  call: CallId,
  rule: RuleDraft,
})
export type AddRule = v.InferOutput<typeof AddRule>
