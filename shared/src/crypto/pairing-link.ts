import { assertBytes, concat, readU32, take, u32, utf8 } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { VERSION } from './handshake.ts'
import { relayOrigin } from './login.ts'
import { fromBase64url, toBase64url } from './text.ts'

/** What a pairing link or QR code carries, in its fragment only. */
export interface PairingLink {
  /** Seconds since 1970, host clock. */
  readonly expiresAt: number
  /** 32 bytes. */
  readonly hostFingerprint: Uint8Array
  /** 32 random bytes, one use. */
  readonly secret: Uint8Array
  /** Relay origin, as `relayOrigin` spells it. */
  readonly relay: string
}

const FIXED = 71
const PATH = '/p'

/** The bytes behind the fragment. Throws `type`, `length`, `range` or `link_relay`. */
export function encodePairingBytes(link: PairingLink): Uint8Array {
  assertBytes(link.hostFingerprint, 32, 'host fingerprint')
  assertBytes(link.secret, 32, 'pairing secret')
  const relay = utf8(canonicalRelay(link.relay))
  return concat(
    Uint8Array.of(VERSION, 0),
    u32(link.expiresAt),
    link.hostFingerprint,
    link.secret,
    Uint8Array.of(relay.length),
    relay,
  )
}

/** `https://<app>/p#…`. `app` is an origin; throws `link` for anything else, else like `encodePairingBytes`. */
export function encodePairingLink(app: string, link: PairingLink): string {
  if (!URL.canParse(app)) throw new CryptoError('link')
  const url = new URL(app)
  if (!['https:', 'http:'].includes(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new CryptoError('link')
  }
  return `${url.origin}${PATH}#${toBase64url(encodePairingBytes(link))}`
}

/**
 * Parses a whole link, or its bare fragment, at time `now` (ms). Following it must still be a person's choice.
 * Throws `link` (no fragment, secret outside the fragment, not base64url), `version`, `link_flags`, `length`,
 * `link_relay` or `expired`, in this order.
 */
export function parsePairingLink(text: string, now: number): PairingLink {
  const bytes = fromBase64url(fragmentOf(text))
  if (bytes === undefined || bytes.length === 0) throw new CryptoError('link')
  return parsePairingBytes(bytes, now)
}

/** Parses the bytes behind the fragment at time `now` (ms). Throws like `parsePairingLink`. */
export function parsePairingBytes(bytes: Uint8Array, now: number): PairingLink {
  assertBytes(bytes, undefined, 'link')
  if (bytes[0] !== VERSION) throw new CryptoError(bytes.length === 0 ? 'length' : 'version', 'link')
  if (bytes.length > 1 && bytes[1] !== 0) throw new CryptoError('link_flags')
  if (bytes.length !== FIXED + (bytes[FIXED - 1] ?? 0)) throw new CryptoError('length', 'link')
  const relay = asciiRelay(bytes.subarray(FIXED))
  const expiresAt = readU32(bytes, 2)
  if (now >= expiresAt * 1000) throw new CryptoError('expired', 'link')
  return { expiresAt, hostFingerprint: take(bytes, 6, 38), secret: take(bytes, 38, 70), relay }
}

function fragmentOf(text: string): string {
  if (!text.includes('#')) return text
  if (!URL.canParse(text)) throw new CryptoError('link')
  const url = new URL(text)
  const shaped = ['https:', 'http:'].includes(url.protocol) && url.pathname === PATH && url.search === ''
  if (!shaped || url.username !== '' || url.password !== '') throw new CryptoError('link')
  return url.hash.slice(1)
}

function canonicalRelay(text: string): string {
  try {
    return relayOrigin(text)
  } catch {
    throw new CryptoError('link_relay')
  }
}

function asciiRelay(bytes: Uint8Array): string {
  // A canonical origin is ASCII, so the comparison below refuses every other byte too.
  const text = String.fromCharCode(...bytes)
  if (canonicalRelay(text) !== text) throw new CryptoError('link_relay')
  return text
}
