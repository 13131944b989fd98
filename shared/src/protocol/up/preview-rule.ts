import * as v from 'valibot'
import { RuleDraft } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Asks which past requests a rule would have settled. */
export const PreviewRule = v.strictObject({
  t: v.literal('preview-rule'),
  call: CallId,
  rule: RuleDraft,
})
export type PreviewRule = v.InferOutput<typeof PreviewRule>
