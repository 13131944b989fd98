import { concat, take, u32, utf8 } from '../../crypto/bytes.ts'
import type { CryptoProvider, RandomSource } from '../../crypto/provider/provider.ts'

/** Bytes of a stream that the identity's two secrets take. */
export const IDENTITY_BYTES = 64

/** Random bytes that follow from a seed: SHA-512(seed ‖ u32 0) ‖ SHA-512(seed ‖ u32 1) ‖ … */
export function seededSource(provider: CryptoProvider, seed: string, skip = 0): RandomSource {
  let block = 0
  let held: Uint8Array = new Uint8Array(0)
  const draw: RandomSource = (length) => {
    while (held.length < length) held = concat(held, provider.sha512(concat(utf8(seed), u32(block++))))
    const out = take(held, 0, length)
    held = take(held, length, held.length)
    return out
  }
  draw(skip)
  return draw
}

/** Given values first, in order, then `rest`. */
export function scriptedSource(values: readonly Uint8Array[], rest: RandomSource): RandomSource {
  const queue = [...values]
  return (length) => {
    const next = queue.shift()
    return next === undefined ? rest(length) : take(next, 0, length)
  }
}
