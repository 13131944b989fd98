import { CryptoError } from './errors.ts'

const HEX = /^(?:[0-9a-f]{2})*$/
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const INDEX: ReadonlyMap<string, number> = new Map([...BASE64URL].map((char, i) => [char, i]))

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let out = ''
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0')
  return out
}

/** Bytes of lower-case hex. Throws `length` on anything else (odd length, upper case, other characters). */
export function fromHex(text: string): Uint8Array {
  if (!HEX.test(text)) throw new CryptoError('length', 'hex')
  const out = new Uint8Array(text.length / 2)
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(i * 2, i * 2 + 2), 16)
  return out
}

/** base64url without padding. */
export function toBase64url(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    for (let j = 0; j <= Math.min(left, 3); j++) out += BASE64URL[(group >>> (18 - 6 * j)) & 63]
  }
  return out
}

/** Strict decoder: no padding, no whitespace, unused bits zero, so one text per value. Undefined otherwise. */
export function fromBase64url(text: string): Uint8Array | undefined {
  const tail = text.length % 4
  if (tail === 1) return undefined
  const out = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (const char of text) {
    const value = INDEX.get(char)
    if (value === undefined) return undefined
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[at++] = held >>> bits
      held &= (1 << bits) - 1
    }
  }
  return held === 0 ? out : undefined
}
