/** Crockford's base32: nothing in it is mistaken for something else when it is read aloud. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Four characters by which a person sees that host and device show the same request: the first 20 bits of its hash
 * (SHA-512 of its bytes).
 */
export const codeOf = (reqHash: Uint8Array): string => {
  const [a = 0, b = 0, c = 0] = reqHash
  const bits = ((a << 16) | (b << 8) | c) >> 4
  return [15, 10, 5, 0].map((shift) => ALPHABET[(bits >> shift) & 31] ?? '').join('')
}
