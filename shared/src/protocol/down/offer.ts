import * as v from 'valibot'
import { bytes, Instant, RequestId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** A fresh offer on a request, for this channel alone. */
export const Offer = v.strictObject({
  t: v.literal('offer'),
  call: CallId,
  request: RequestId,
  nonce: bytes(32),
  expiresAt: Instant,
  /** Allowing takes an assertion by one of these passkeys (credential ids); null: it takes none. */
  stepUp: v.nullable(v.array(v.string())),
})
export type Offer = v.InferOutput<typeof Offer>
