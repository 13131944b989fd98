import * as v from 'valibot'
import {
  CryptoError,
  type CryptoProvider,
  fromHex,
  type LocalIdentity,
  type PublicIdentity,
  publicIdentity,
  relayOrigin,
  toHex,
} from '../crypto/index.ts'
import { DeviceRecord, HearthError, Name } from '../protocol/index.ts'
import { Instant, PartyId } from '../session/index.ts'
import type { RelayIdentity } from '../transport/index.ts'

/** A device's keys: S and A as one identity, and a relay key R for each relay. Handles, never bytes. */
export interface DeviceKeys {
  readonly identity: LocalIdentity
  /** The key with which this device logs in at a relay; made and stored at first use. */
  relay(origin: string): Promise<RelayIdentity>
}

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)))

/** What a device remembers of a host it was paired with. Plain JSON; holds no secret. */
export const PairedHost = v.strictObject({
  v: v.literal(1),
  /** Origin of the relay at which the host is met. */
  relay: v.pipe(
    v.string(),
    v.check((text) => isOrigin(text), 'Not a relay origin'),
  ),
  host: v.strictObject({ id: PartyId, name: Name, dhKey: hex(32), signKey: hex(32) }),
  /** This device as the host wrote it down at pairing. */
  device: DeviceRecord,
  /** The host's signed statement about this device. */
  certificate: hex(213),
  pairedAt: Instant,
  /** The pairing ends here, by the host's clock. */
  expiresAt: Instant,
})
export type PairedHost = v.InferOutput<typeof PairedHost>

const isOrigin = (text: string): boolean => {
  try {
    return relayOrigin(text) === text
  } catch (error) {
    if (error instanceof CryptoError) return false
    throw error
  }
}

/** The host's public identity from its record. @throws {HearthError} `link.handshake` when the record is not consistent */
export const hostIdentity = (provider: CryptoProvider, paired: PairedHost): PublicIdentity => {
  const { id, dhKey, signKey } = paired.host
  try {
    const identity = publicIdentity(provider, fromHex(dhKey), fromHex(signKey))
    if (toHex(identity.id) === id) return identity
  } catch (cause) {
    throw new HearthError('link.handshake', 'The record of this host is damaged; pair again', { cause })
  }
  throw new HearthError('link.handshake', 'The record of this host is damaged; pair again')
}
