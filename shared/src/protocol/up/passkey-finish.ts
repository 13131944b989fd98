import * as v from 'valibot'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** Registers a passkey: the browser’s registration response as JSON. Taken only while the owner at the host has opened a window for it. */
export const PasskeyFinish = v.strictObject({
  t: v.literal('passkey-finish'),
  call: CallId,
  response: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.passkeyLength.value)),
})
export type PasskeyFinish = v.InferOutput<typeof PasskeyFinish>
