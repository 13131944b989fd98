import * as v from 'valibot'
import { bytes } from '../../session/index.ts'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'
import { PushWishes } from '../push.ts'

/** Where this device can be reached while no channel is open; replaces what it said before. */
export const PushSubscribe = v.strictObject({
  t: v.literal('push-subscribe'),
  call: CallId,
  endpoint: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.endpointLength.value)),
  /** The subscription’s public key (P-256, uncompressed). */
  p256dh: bytes(65),
  auth: bytes(16),
  wishes: PushWishes,
})
export type PushSubscribe = v.InferOutput<typeof PushSubscribe>
