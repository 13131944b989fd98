import { deflateSync, Inflate } from 'fflate'
import { WIRE_LIMITS } from './limits.ts'
import { MalformedError, type Reader } from './malformed.ts'

const LEVEL = 1
const WORTH = 0.9
/** Deflate grows at most about 1,030-fold, so a slice can overshoot the bound by one megabyte, no more. */
const SLICE = 1024

/** The bytes deflated (raw, by themselves), or null where that doesn't pay. */
export const deflate = (bytes: Uint8Array): Uint8Array | null => {
  if (bytes.length < WIRE_LIMITS.deflateFrom.value) return null
  const deflated = deflateSync(bytes, { level: LEVEL })
  return deflated.length < bytes.length * WORTH ? deflated : null
}

/** Inflates to at most `max` bytes; stops there, whatever would follow. @throws {MalformedError} */
export const inflate = (bytes: Uint8Array, max: number, reader: Reader): Uint8Array => {
  const parts: Uint8Array[] = []
  let total = 0
  const stream = new Inflate((part) => {
    total += part.length
    if (total > max) throw new MalformedError(reader, 'size', 'inflated')
    parts.push(part)
  })
  try {
    for (let at = 0; at < bytes.length || at === 0; at += SLICE) {
      stream.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length)
    }
  } catch (error) {
    throw error instanceof MalformedError ? error : new MalformedError(reader, 'deflate')
  }
  const whole = new Uint8Array(total)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
