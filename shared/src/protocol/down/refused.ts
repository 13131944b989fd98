import * as v from 'valibot'
import { PromptId } from '../../session/index.ts'
import { WireError } from '../error.ts'

/** The prompt was not admitted, for good; it can be dropped from the outbox. */
export const Refused = v.strictObject({
  t: v.literal('refused'),
  id: PromptId,
  error: WireError,
})
export type Refused = v.InferOutput<typeof Refused>
