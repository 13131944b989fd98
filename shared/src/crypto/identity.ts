import { assertBytes, concat, equal, take, utf8 } from './bytes.ts'
import type { CryptoProvider, DhKey, SignKey } from './provider/provider.ts'
import { assertSigningKey } from './strict.ts'

/** The public half of a host or device. */
export interface PublicIdentity {
  /** 16 bytes: routing name, derived from both keys. */
  readonly id: Uint8Array
  /** 32 bytes: full fingerprint, derived from both keys. */
  readonly fingerprint: Uint8Array
  /** S: X25519, 32 bytes. */
  readonly dhKey: Uint8Array
  /** A: Ed25519, 32 bytes. */
  readonly signKey: Uint8Array
}

/** Our own identity: the same with key handles. */
export interface LocalIdentity extends PublicIdentity {
  readonly dh: DhKey
  readonly sign: SignKey
}

/**
 * Identity of a pair of public keys (docs/protocol.md, "Keys").
 * Throws `type`, `length` or `small_order`.
 */
export function publicIdentity(
  provider: CryptoProvider,
  dhKey: Uint8Array,
  signKey: Uint8Array,
): PublicIdentity {
  assertBytes(dhKey, 32, 'S')
  assertSigningKey(signKey)
  const keys = concat(dhKey, signKey)
  return {
    id: take(provider.sha512(concat(utf8('hearth1/id'), keys)), 0, 16),
    fingerprint: take(provider.sha512(concat(utf8('hearth1/fp'), keys)), 0, 32),
    dhKey: take(dhKey, 0, 32),
    signKey: take(signKey, 0, 32),
  }
}

/** Our own identity from key handles. */
export function localIdentity(provider: CryptoProvider, dh: DhKey, sign: SignKey): LocalIdentity {
  return { ...publicIdentity(provider, dh.publicKey, sign.publicKey), dh, sign }
}

/** Fresh keys S, then A. */
export async function generateIdentity(provider: CryptoProvider): Promise<LocalIdentity> {
  const dh = await provider.generateStatic()
  const sign = await provider.generateSigning()
  return localIdentity(provider, dh, sign)
}

/** True when both public keys are the same. */
export function sameIdentity(a: PublicIdentity, b: PublicIdentity): boolean {
  return equal(concat(a.dhKey, a.signKey), concat(b.dhKey, b.signKey))
}
