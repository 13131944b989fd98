import { assertBytes, concat, equal, isZero, lp, utf8 } from './bytes.ts'
import { CryptoError } from './errors.ts'
import type { CryptoProvider, SignKey } from './provider/provider.ts'
import { fromHex } from './text.ts'

/** The group order L, little-endian, for the `S < L` check that keeps signatures unique. */
const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')

const MIDDLE_FF = 'ff'.repeat(30)
const MIDDLE_00 = '00'.repeat(30)
const EIGHT_A = '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc'
const EIGHT_B = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03'

/** All 14 encodings of the 8 small-order Edwards points, with their sign and non-canonical twins. */
export const SMALL_ORDER_KEYS: readonly Uint8Array[] = [
  `00${MIDDLE_00}00`,
  `00${MIDDLE_00}80`,
  `01${MIDDLE_00}00`,
  `01${MIDDLE_00}80`,
  `ec${MIDDLE_FF}7f`,
  `ec${MIDDLE_FF}ff`,
  `ed${MIDDLE_FF}7f`,
  `ed${MIDDLE_FF}ff`,
  `ee${MIDDLE_FF}7f`,
  `ee${MIDDLE_FF}ff`,
  `${EIGHT_A}05`,
  `${EIGHT_A}85`,
  `${EIGHT_B}7a`,
  `${EIGHT_B}fa`,
].map(fromHex)

/** True when the little-endian scalar is below the group order. */
function isReduced(scalar: Uint8Array): boolean {
  for (let i = 31; i >= 0; i--) {
    const a = scalar[i] ?? 0
    const b = ORDER[i] ?? 0
    if (a !== b) return a < b
  }
  return false
}

/** Throws `type`, `length` or `small_order` unless the bytes may serve as an Ed25519 public key. */
export function assertSigningKey(publicKey: unknown): asserts publicKey is Uint8Array {
  assertBytes(publicKey, 32, 'signing key')
  if (SMALL_ORDER_KEYS.some((bad) => equal(bad, publicKey))) throw new CryptoError('small_order')
}

/** Throws `type`, `length`, `small_order` or `malleable`: everything that can be refused before the curve. */
export function assertStrictSignature(publicKey: unknown, signature: unknown): void {
  assertSigningKey(publicKey)
  assertBytes(signature, 64, 'signature')
  if (!isReduced(signature.subarray(32))) throw new CryptoError('malleable')
}

/** The same checks as a boolean, for providers. */
export function isStrictSignature(publicKey: Uint8Array, signature: Uint8Array): boolean {
  try {
    assertStrictSignature(publicKey, signature)
    return true
  } catch {
    return false
  }
}

/** A Diffie-Hellman result as is; throws `low_order` when it is all zero. */
export function assertShared(shared: Uint8Array): Uint8Array {
  if (isZero(shared)) throw new CryptoError('low_order')
  return shared
}

/** SIG(label, m): Ed25519 over `lp(label) ‖ m` (docs/protocol.md, "Signatures"). 64 bytes. */
export function signLabelled(
  provider: CryptoProvider,
  key: SignKey,
  label: string,
  message: Uint8Array,
): Promise<Uint8Array> {
  return provider.sign(key, concat(lp(utf8(label)), message))
}

/** Checks SIG(label, m). Throws `type`, `length`, `small_order`, `malleable` or `signature`. */
export async function verifyLabelled(
  provider: Pick<CryptoProvider, 'verify'>,
  publicKey: Uint8Array,
  label: string,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<void> {
  assertStrictSignature(publicKey, signature)
  const valid = await provider.verify(publicKey, signature, concat(lp(utf8(label)), message))
  if (!valid) throw new CryptoError('signature', label)
}
