import * as v from 'valibot'
import { CallId } from '../common.ts'

/** Sends a push to this device now; what arrives carries `nonce`. */
export const PushTest = v.strictObject({
  t: v.literal('push-test'),
  call: CallId,
  nonce: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
})
export type PushTest = v.InferOutput<typeof PushTest>
