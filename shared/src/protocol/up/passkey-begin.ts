import * as v from 'valibot'
import { CallId } from '../common.ts'

/** Asks for a challenge to register a passkey. */
export const PasskeyBegin = v.strictObject({
  t: v.literal('passkey-begin'),
  call: CallId,
})
export type PasskeyBegin = v.InferOutput<typeof PasskeyBegin>
