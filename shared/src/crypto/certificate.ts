import { assertBytes, concat, equal, readU32, readU64, take, u32, u64 } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { type PublicIdentity, publicIdentity } from './identity.ts'
import type { CryptoProvider, SignKey } from './provider/provider.ts'
import { assertSigningKey, signLabelled, verifyLabelled } from './strict.ts'

/** What a device may do; the host looks here and nowhere else. Deny and panic need no bit. */
export const PERMISSION = { read: 1, prompt: 2, decide: 4, control: 8, admin: 16 } as const
/** Name of one permission bit. */
export type Permission = keyof typeof PERMISSION

/** A certificate's length on the wire: statement and signature. */
export const CERTIFICATE_LENGTH = 213
/** Highest risk class there is (docs/protocol.md, "Decisions"). */
export const MAX_RISK = 4

const LABEL = 'hearth1/devcert'
const BODY = 149
const KNOWN = Object.values(PERMISSION).reduce((bits, bit) => bits | bit, 0)

/** The host's statement about one device. */
export interface DeviceCertificate {
  /** 16 bytes. */
  readonly hostId: Uint8Array
  readonly device: PublicIdentity
  /** R_d: the device's relay login key, Ed25519, 32 bytes. */
  readonly relayKey: Uint8Array
  /** Host clock, ms. */
  readonly createdAt: number
  /** Host clock, ms. */
  readonly expiresAt: number
  /** Bits of PERMISSION. */
  readonly permBits: number
  /** Highest risk class the device may allow, 0..4. */
  readonly riskMax: number
}

/** True when the certificate grants the permission. */
export function permits(certificate: Pick<DeviceCertificate, 'permBits'>, permission: Permission): boolean {
  return (certificate.permBits & PERMISSION[permission]) !== 0
}

/** Bits of a list of permissions. */
export function permissionBits(permissions: readonly Permission[]): number {
  return permissions.reduce((bits, permission) => bits | PERMISSION[permission], 0)
}

function assertGrant(permBits: number, riskMax: number): void {
  const known = (permBits & ~KNOWN) === 0 && permBits >= 0
  if (!known || !Number.isInteger(riskMax) || riskMax < 0 || riskMax > MAX_RISK) throw new CryptoError('perm')
}

/** Signs a certificate with the host's A. 213 bytes. Throws `type`, `length`, `small_order`, `range`, `perm`. */
export async function signCertificate(
  provider: CryptoProvider,
  key: SignKey,
  certificate: DeviceCertificate,
): Promise<Uint8Array> {
  const { hostId, device, relayKey, createdAt, expiresAt, permBits, riskMax } = certificate
  assertBytes(hostId, 16, 'hostId')
  assertSigningKey(relayKey)
  assertGrant(permBits, riskMax)
  const { id, dhKey, signKey } = device
  const times = concat(u64(createdAt), u64(expiresAt))
  const body = concat(hostId, id, dhKey, signKey, relayKey, times, u32(permBits), Uint8Array.of(riskMax))
  return concat(body, await signLabelled(provider, key, LABEL, body))
}

/** What a certificate is held against. */
export interface CertificateExpectation {
  readonly host: PublicIdentity
  /** ms. */
  readonly now: number
}

/**
 * Reads and checks a certificate. Throws `type`, `length`, `host_id`, `malleable`, `signature`, `small_order`,
 * `device_id` (id does not follow from the keys), `range`, `perm` or `expired`, in this order.
 */
export async function verifyCertificate(
  provider: CryptoProvider,
  bytes: Uint8Array,
  expected: CertificateExpectation,
): Promise<DeviceCertificate> {
  assertBytes(bytes, CERTIFICATE_LENGTH, 'certificate')
  const hostId = take(bytes, 0, 16)
  if (!equal(hostId, expected.host.id)) throw new CryptoError('host_id', 'certificate')
  const body = take(bytes, 0, BODY)
  await verifyLabelled(provider, expected.host.signKey, LABEL, body, take(bytes, BODY, CERTIFICATE_LENGTH))
  const device = publicIdentity(provider, take(bytes, 32, 64), take(bytes, 64, 96))
  if (!equal(device.id, take(bytes, 16, 32))) throw new CryptoError('device_id', 'certificate')
  const relayKey = take(bytes, 96, 128)
  assertSigningKey(relayKey)
  const createdAt = readU64(bytes, 128)
  const expiresAt = readU64(bytes, 136)
  const permBits = readU32(bytes, 144)
  const riskMax = bytes[148] ?? 0
  assertGrant(permBits, riskMax)
  if (expected.now >= expiresAt) throw new CryptoError('expired', 'certificate')
  return { hostId, device, relayKey, createdAt, expiresAt, permBits, riskMax }
}
