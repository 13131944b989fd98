import { CryptoError } from './errors.ts'

const encoder = new TextEncoder()

/** UTF-8 bytes of a label or text. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Throws `type` unless `value` is a Uint8Array, `length` unless it has exactly `length` bytes (when given). */
export function assertBytes(value: unknown, length?: number, where?: string): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array)) throw new CryptoError('type', where)
  if (length !== undefined && value.length !== length) throw new CryptoError('length', where)
}

/** A new array with all parts in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let total = 0
  for (const part of parts) total += part.length
  const out = new Uint8Array(total)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** A copy of `bytes[from, to)`: never a view, so that later writes to the input change nothing. */
export function take(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return new Uint8Array(bytes.subarray(from, to))
}

function checkUint(value: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > max) throw new CryptoError('range')
}

/** Big-endian 16-bit. Throws `range`. */
export function u16(value: number): Uint8Array {
  checkUint(value, 0xffff)
  return Uint8Array.of(value >>> 8, value)
}

/** Big-endian 32-bit. Throws `range`. */
export function u32(value: number): Uint8Array {
  checkUint(value, 0xffffffff)
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

/** Big-endian 64-bit of a safe integer. Throws `range` above 2^53 - 1. */
export function u64(value: number): Uint8Array {
  checkUint(value, Number.MAX_SAFE_INTEGER)
  return concat(u32(Math.floor(value / 2 ** 32)), u32(value % 2 ** 32))
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Reads a big-endian 16-bit number. */
export function readU16(bytes: Uint8Array, at: number): number {
  return view(bytes).getUint16(at)
}

/** Reads a big-endian 32-bit number. */
export function readU32(bytes: Uint8Array, at: number): number {
  return view(bytes).getUint32(at)
}

/** Reads a big-endian 64-bit number. Throws `range` when it is no safe integer. */
export function readU64(bytes: Uint8Array, at: number): number {
  const value = readU32(bytes, at) * 2 ** 32 + readU32(bytes, at + 4)
  if (!Number.isSafeInteger(value)) throw new CryptoError('range')
  return value
}

/** Length-prefixed bytes: `u16 length ‖ bytes`. */
export function lp(bytes: Uint8Array): Uint8Array {
  return concat(u16(bytes.length), bytes)
}

/** Compares in time that depends on the lengths only. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let diff = 0
  for (let i = 0; i < a.length; i++) diff |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return diff === 0
}

/** True when every byte is zero; time depends on the length only. */
export function isZero(bytes: Uint8Array): boolean {
  let bits = 0
  for (const byte of bytes) bits |= byte
  return bits === 0
}

/** Overwrites with zeros (best effort: the engine may hold copies). */
export function wipe(...arrays: readonly Uint8Array[]): void {
  for (const array of arrays) array.fill(0)
}
