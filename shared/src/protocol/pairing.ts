import * as v from 'valibot'
import { bytes, Instant } from '../session/index.ts'
import { DeviceRecord, Name, Platform } from './common.ts'
import { ErrorCode } from './error.ts'

/** P4, the device’s first frame after the pairing handshake: what it calls itself. Untrusted text. */
export const PairingDetails = v.strictObject({
  t: v.literal('pair'),
  name: Name,
  platform: Platform,
  /** R_d: the key with which this device logs in at the relay of the link. */
  relayKey: bytes(32),
})
export type PairingDetails = v.InferOutput<typeof PairingDetails>

/** P5, the host’s answer after a person compared the digits. */
export const PairingVerdict = v.variant('t', [
  v.strictObject({
    t: v.literal('paired'),
    host: v.strictObject({ name: Name }),
    device: DeviceRecord,
    /** The host’s signed statement about this device (crypto/certificate.ts). */
    certificate: bytes(213),
    policyEpoch: v.number(),
    expiresAt: Instant,
  }),
  v.strictObject({ t: v.literal('not-paired'), code: ErrorCode }),
])
export type PairingVerdict = v.InferOutput<typeof PairingVerdict>
