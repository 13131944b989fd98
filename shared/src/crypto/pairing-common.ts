import { concat, readU32, take, utf8 } from './bytes.ts'
import type { Session } from './connect.ts'
import { CryptoError } from './errors.ts'
import { Handshake, header } from './handshake.ts'
import { type LocalIdentity, type PublicIdentity, publicIdentity, sameIdentity } from './identity.ts'
import { PAIRING_MODE, type PairingMode, pairingKeys } from './pairing-secret.ts'
import type { CryptoProvider } from './provider/provider.ts'
import { signLabelled, verifyLabelled } from './strict.ts'

const NAME = 'hearth1/pair/X25519/XSalsa20Poly1305/SHA512'
const SAS_DIGITS = 6
const KEYS = 64
const NONCE = 16

/** What pairing gives both sides; nothing is trusted before a person compared `sas` at the host. */
export interface Paired extends Session {
  /** The other side, proven to hold both keys. */
  readonly peer: PublicIdentity
  /** Six digits, equal on both sides unless somebody stands between them. */
  readonly sas: string
}

/** One signing role of the handshake. */
export type PairingLabel = 'hearth1/pair/host' | 'hearth1/pair/dev'

/** The state both sides start from. */
export function beginPairing(provider: CryptoProvider, secret: Uint8Array, mode: PairingMode): Handshake {
  const { pid, psk } = pairingKeys(provider, secret)
  const state = new Handshake(provider, NAME, pid, Uint8Array.of(PAIRING_MODE[mode]))
  state.mixHash(header('p1'))
  state.mixKeyAndHash(psk)
  psk.fill(0)
  return state
}

/** `e` of either side: pre-shared-key handshakes mix it into the key too. */
export function mixEphemeral(state: Handshake, publicKey: Uint8Array): void {
  state.mixHash(publicKey)
  state.mixKey(publicKey)
}

/** The value sent ahead of the device's nonce. */
export function commitment(provider: CryptoProvider, nonce: Uint8Array): Uint8Array {
  return take(provider.sha512(concat(utf8('hearth1/pair/commit'), nonce)), 0, 32)
}

/** Enc(S ‖ A). */
export function sealKeys(state: Handshake, own: LocalIdentity): Uint8Array {
  return state.encrypt(concat(own.dhKey, own.signKey))
}

/** Opens Enc(S ‖ A). Throws `auth`, `small_order`, or `identity` for a mirror of ourselves. */
export function openKeys(
  provider: CryptoProvider,
  state: Handshake,
  box: Uint8Array,
  own: PublicIdentity,
): PublicIdentity {
  const keys = state.decrypt(box)
  const peer = publicIdentity(provider, take(keys, 0, 32), take(keys, 32, KEYS))
  if (sameIdentity(peer, own)) throw new CryptoError('identity')
  return peer
}

/** Enc(nonce ‖ SIG(label, h)): proves the signing key against everything so far. */
export async function sealProof(
  provider: CryptoProvider,
  state: Handshake,
  own: LocalIdentity,
  label: PairingLabel,
  nonce: Uint8Array,
): Promise<Uint8Array> {
  const signature = await signLabelled(provider, own.sign, label, state.hash)
  return state.encrypt(concat(nonce, signature))
}

/** Opens the proof and returns the nonce. Throws `auth`, `malleable` or `signature`. */
export async function openProof(
  provider: CryptoProvider,
  state: Handshake,
  box: Uint8Array,
  peer: PublicIdentity,
  label: PairingLabel,
): Promise<Uint8Array> {
  const signed = state.hash
  const proof = state.decrypt(box)
  await verifyLabelled(provider, peer.signKey, label, signed, take(proof, NONCE, proof.length))
  return take(proof, 0, NONCE)
}

/** Six digits from the final transcript and both nonces. */
export function shortString(state: Handshake, deviceNonce: Uint8Array, hostNonce: Uint8Array): string {
  const bytes = state.deriveFromHash('hearth1/pair/sas', concat(deviceNonce, hostNonce), 8)
  const modulus = 10 ** SAS_DIGITS
  const high = readU32(bytes, 0) % modulus
  return String((high * (2 ** 32 % modulus) + readU32(bytes, 4)) % modulus).padStart(SAS_DIGITS, '0')
}
