import * as v from 'valibot'
import { CallId } from '../common.ts'
import { WireError } from '../error.ts'

/** The call failed, and changed nothing. */
export const CallError = v.strictObject({
  t: v.literal('error'),
  call: CallId,
  error: WireError,
})
export type CallError = v.InferOutput<typeof CallError>
