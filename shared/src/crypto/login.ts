import { assertBytes, concat, lp, u64, utf8 } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { LOGIN_CHALLENGE_MS, MAX_ORIGIN } from './limits.ts'
import type { CryptoProvider, SignKey } from './provider/provider.ts'
import { assertSigningKey, signLabelled, verifyLabelled } from './strict.ts'

export { CryptoError, type CryptoErrorCode } from './errors.ts'
export { LOGIN_CHALLENGE_MS, NEXT_CHALLENGE_MS } from './limits.ts'
export type { CryptoProvider, SignKey } from './provider/provider.ts'

const LABEL = 'hearth1/relay-auth'
const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:'])

/** What the relay hands out: single use, bound by the relay to one socket (or, in advance, to one key). */
export interface LoginChallenge {
  /** 32 random bytes. */
  readonly challenge: Uint8Array
  /** Relay clock when it was made, ms since 1970. */
  readonly t: number
}

/** A client's answer. */
export interface LoginAnswer {
  /** R: Ed25519, 32 bytes; the account. */
  readonly publicKey: Uint8Array
  /** 64 bytes. */
  readonly signature: Uint8Array
}

/** What the relay holds against an answer. */
export interface LoginExpectation extends LoginChallenge {
  /** The relay's own origin, as clients know it. */
  readonly origin: string
  /** Relay clock, ms. */
  readonly now: number
  /** Life of this challenge in ms: LOGIN_CHALLENGE_MS, or NEXT_CHALLENGE_MS when given in advance. */
  readonly maxAgeMs?: number
}

/**
 * A relay's origin in the one spelling that is signed: `scheme://host[:port]`, ASCII, lower case, ws(s)
 * written as http(s). Throws `origin` on anything with credentials, path, query or fragment.
 */
export function relayOrigin(text: string): string {
  if (!URL.canParse(text)) throw new CryptoError('origin')
  const url = new URL(text)
  const bare = url.pathname === '/' && url.search === '' && url.hash === ''
  const anonymous = url.username === '' && url.password === ''
  if (!SCHEMES.has(url.protocol) || !bare || !anonymous || url.host === '') throw new CryptoError('origin')
  const origin = `${url.protocol.replace('ws', 'http')}//${url.host}`
  if (origin.length > MAX_ORIGIN) throw new CryptoError('origin')
  return origin
}

function statement(origin: string, challenge: LoginChallenge, publicKey: Uint8Array): Uint8Array {
  assertBytes(challenge.challenge, 32, 'challenge')
  const name = utf8(relayOrigin(origin))
  return concat(lp(name), challenge.challenge, u64(challenge.t), publicKey)
}

/**
 * The bytes that R signs, label included, for a party whose key signs outside of a provider.
 * Throws `origin`, `type`, `length` or `range`.
 */
export function loginStatement(origin: string, challenge: LoginChallenge, publicKey: Uint8Array): Uint8Array {
  return concat(lp(utf8(LABEL)), statement(origin, challenge, publicKey))
}

/** Answers a relay's challenge with the relay key R, never with an identity key. */
export async function signLogin(
  provider: CryptoProvider,
  key: SignKey,
  origin: string,
  challenge: LoginChallenge,
): Promise<LoginAnswer> {
  const signature = await signLabelled(provider, key, LABEL, statement(origin, challenge, key.publicKey))
  return { publicKey: key.publicKey, signature }
}

/**
 * Checks an answer. The caller has already spent the challenge, so that a replay never gets here twice.
 * Throws `type`, `length`, `small_order`, `expired`, `malleable`, `origin` or `signature`.
 */
export async function verifyLogin(
  provider: Pick<CryptoProvider, 'verify'>,
  answer: LoginAnswer,
  expected: LoginExpectation,
): Promise<void> {
  assertSigningKey(answer.publicKey)
  const end = expected.t + (expected.maxAgeMs ?? LOGIN_CHALLENGE_MS)
  if (expected.now >= end) throw new CryptoError('expired', 'login')
  const signed = statement(expected.origin, expected, answer.publicKey)
  await verifyLabelled(provider, answer.publicKey, LABEL, signed, answer.signature)
}
