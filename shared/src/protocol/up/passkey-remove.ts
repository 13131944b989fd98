import * as v from 'valibot'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** Removes this device’s passkey. */
export const PasskeyRemove = v.strictObject({
  t: v.literal('passkey-remove'),
  call: CallId,
  id: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.passkeyIdLength.value)),
})
export type PasskeyRemove = v.InferOutput<typeof PasskeyRemove>
