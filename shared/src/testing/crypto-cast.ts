import { answerConnect, type DeviceSession, type HostSession, startConnect } from '../crypto/connect.ts'
import type { ConnectHello, ConnectWelcome } from '../crypto/connect-messages.ts'
import { CryptoError, type CryptoErrorCode } from '../crypto/errors.ts'
import { generateIdentity, type LocalIdentity, type PublicIdentity } from '../crypto/identity.ts'
import { type PendingPairing, startPairing } from '../crypto/pairing-device.ts'
import { HostPairing } from '../crypto/pairing-host.ts'
import type { CryptoProvider } from '../crypto/provider/provider.ts'

/** Which provider computes each side. */
export interface Sides {
  readonly device: CryptoProvider
  readonly host: CryptoProvider
}

/** A host, two honest devices, and an attacker with keys of her own. */
export interface Cast extends Sides {
  readonly hearth: LocalIdentity
  readonly alice: LocalIdentity
  readonly bob: LocalIdentity
  readonly mallory: LocalIdentity
  /** Mallory's keys on the host's provider, for when she plays the host. */
  readonly malloryAsHost: LocalIdentity
  /** 16 bytes. */
  readonly room: Uint8Array
}

/** A device clock for tests, ms. */
export const TEST_NOW = 1_800_000_000_000

/** A hello that any host accepts. */
export const TEST_HELLO: ConnectHello = { protoMin: 1, protoMax: 1, caps: 0, deviceTime: TEST_NOW }

/** A welcome that any device accepts. */
export const TEST_WELCOME: ConnectWelcome = {
  proto: 1,
  policyEpoch: 1,
  hostTime: TEST_NOW,
  bootId: new Uint8Array(16).fill(9),
}

/** Fresh identities; the host's on its provider, everybody else's on the device's. */
export async function createCast(sides: Sides): Promise<Cast> {
  const [hearth, alice, bob, mallory, malloryAsHost] = [
    await generateIdentity(sides.host),
    await generateIdentity(sides.device),
    await generateIdentity(sides.device),
    await generateIdentity(sides.device),
    await generateIdentity(sides.host),
  ]
  return { ...sides, hearth, alice, bob, mallory, malloryAsHost, room: sides.host.randomBytes(16) }
}

/** Who is on a connection, where it departs from alice and the honest host. */
export interface ConnectOverrides {
  readonly device?: LocalIdentity
  readonly deviceSeenByHost?: PublicIdentity
  readonly hostSeenByDevice?: PublicIdentity
  readonly roomAtHost?: Uint8Array
}

/** Runs M1 and M2. The host's channel is still unconfirmed. */
export async function connect(
  cast: Cast,
  overrides: ConnectOverrides = {},
): Promise<{ device: DeviceSession; host: HostSession; m1: Uint8Array; m2: Uint8Array }> {
  const { device = cast.alice, hostSeenByDevice = cast.hearth } = overrides
  const asDevice = { device, host: hostSeenByDevice, room: cast.room }
  const pending = await startConnect(cast.device, asDevice, TEST_HELLO)
  const host = await answer(cast, pending.message, overrides)
  const session = await pending.finish(host.message)
  return { device: session, host, m1: pending.message, m2: host.message }
}

/** The host's answer to an M1 that says it comes from alice. */
export function answer(cast: Cast, m1: Uint8Array, overrides: ConnectOverrides = {}): Promise<HostSession> {
  const device = overrides.deviceSeenByHost ?? overrides.device ?? cast.alice
  const peers = { host: cast.hearth, device, room: overrides.roomAtHost ?? cast.room }
  return answerConnect(cast.host, peers, m1, () => TEST_WELCOME)
}

/** A connection that both sides confirmed with one frame each. */
export async function connected(cast: Cast): Promise<{ device: DeviceSession; host: HostSession }> {
  const { device, host } = await connect(cast)
  host.channel.open(device.channel.seal(Uint8Array.of(1)))
  device.channel.open(host.channel.seal(Uint8Array.of(2)))
  return { device, host }
}

/** Both halves of a pairing by link, before the first message was delivered. */
export interface PairingTable {
  readonly pending: PendingPairing
  readonly host: HostPairing
  readonly secret: Uint8Array
}

/** Sets up a pairing of `device` (alice) with the honest host. */
export async function pairing(
  cast: Cast,
  device: LocalIdentity = cast.alice,
  secret: Uint8Array = cast.host.randomBytes(32),
): Promise<PairingTable> {
  const mode = 'link'
  const fingerprint = { hostFingerprint: cast.hearth.fingerprint }
  const pending = await startPairing(cast.device, { device, secret, mode, ...fingerprint })
  const host = new HostPairing(cast.host, { host: cast.hearth, secret, mode, expiresAt: TEST_NOW })
  return { pending, host, secret }
}

/** The code that `run` refuses with; `accepted` when it does not. Other errors pass through. */
export async function refusal(run: () => unknown): Promise<CryptoErrorCode | 'accepted'> {
  try {
    await run()
    return 'accepted'
  } catch (error) {
    if (error instanceof CryptoError) return error.code
    throw error
  }
}

/** A copy with some bits of one byte turned. */
export function flipped(bytes: Uint8Array, at: number, bits = 1): Uint8Array {
  const copy = new Uint8Array(bytes)
  copy[at] = (copy[at] ?? 0) ^ bits
  return copy
}

/** A copy with `part` written at `at`. */
export function patched(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  const copy = new Uint8Array(bytes)
  copy.set(part, at)
  return copy
}
