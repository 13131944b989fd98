import { assertBytes, concat, readU16, readU32, readU64, take, u16, u32, u64 } from './bytes.ts'
import { CryptoError } from './errors.ts'
import type { CryptoProvider } from './provider/provider.ts'

/** Inside M1: what the device speaks. */
export interface ConnectHello {
  /** Lowest and highest protocol number that the device speaks. */
  readonly protoMin: number
  readonly protoMax: number
  /** Capability bits (32). */
  readonly caps: number
  /** Device clock, ms since 1970; advisory. */
  readonly deviceTime: number
  /** 16 bytes; drawn when absent. Given only to reproduce vectors. */
  readonly random?: Uint8Array
}

/** Inside M2: what the host chose. */
export interface ConnectWelcome {
  readonly proto: number
  readonly policyEpoch: number
  /** Host clock, ms since 1970. */
  readonly hostTime: number
  /** 16 bytes, new at every start of the host: offers of another boot are void. */
  readonly bootId: Uint8Array
  /** 16 bytes; drawn when absent. Given only to reproduce vectors. */
  readonly random?: Uint8Array
}

const HELLO_LENGTH = 32
const WELCOME_LENGTH = 48
const RANDOM_LENGTH = 16

export function encodeHello(provider: CryptoProvider, hello: ConnectHello): Uint8Array {
  const { protoMin, protoMax, caps, deviceTime, random = provider.randomBytes(RANDOM_LENGTH) } = hello
  assertBytes(random, RANDOM_LENGTH, 'random')
  return concat(u16(protoMin), u16(protoMax), u32(caps), u64(deviceTime), random)
}

/** Throws `length`, `range` or `version` (lowest above highest). */
export function decodeHello(bytes: Uint8Array): ConnectHello {
  assertBytes(bytes, HELLO_LENGTH, 'hello')
  const hello = {
    protoMin: readU16(bytes, 0),
    protoMax: readU16(bytes, 2),
    caps: readU32(bytes, 4),
    deviceTime: readU64(bytes, 8),
  }
  if (hello.protoMin > hello.protoMax) throw new CryptoError('version', 'hello')
  return hello
}

export function encodeWelcome(provider: CryptoProvider, welcome: ConnectWelcome): Uint8Array {
  const { proto, policyEpoch, hostTime, bootId, random = provider.randomBytes(RANDOM_LENGTH) } = welcome
  assertBytes(bootId, 16, 'bootId')
  assertBytes(random, RANDOM_LENGTH, 'random')
  return concat(u16(proto), u16(0), u32(policyEpoch), u64(hostTime), bootId, random)
}

/** Throws `length`, `range` or `reserved`. */
export function decodeWelcome(bytes: Uint8Array): ConnectWelcome {
  assertBytes(bytes, WELCOME_LENGTH, 'welcome')
  if (readU16(bytes, 2) !== 0) throw new CryptoError('reserved', 'welcome')
  return {
    proto: readU16(bytes, 0),
    policyEpoch: readU32(bytes, 4),
    hostTime: readU64(bytes, 8),
    bootId: take(bytes, 16, 32),
  }
}
