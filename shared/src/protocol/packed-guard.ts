import { WIRE_LIMITS } from './limits.ts'
import { MalformedError, type MalformedReason, type Reader } from './malformed.ts'

const MAX_DEPTH = WIRE_LIMITS.depth.value
const MAX_KEYS = WIRE_LIMITS.keys.value
const PROTO = '__proto__'

/** Sizes of the types from 0xc0 on that have a fixed one: nil, booleans, integers up to 32 bits. */
const FIXED: ReadonlyMap<number, number> = new Map([
  [0xc0, 0],
  [0xc2, 0],
  [0xc3, 0],
  [0xcc, 1],
  [0xd0, 1],
  [0xcd, 2],
  [0xd1, 2],
  [0xce, 4],
  [0xd2, 4],
])

/** Walks MessagePack without making anything of it, so that nothing is allocated for what will be refused. */
class Walk {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #reader: Reader
  at = 0

  constructor(bytes: Uint8Array, reader: Reader) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#reader = reader
  }

  fail(reason: MalformedReason): never {
    throw new MalformedError(this.#reader, reason, `byte ${this.at}`)
  }

  value(depth: number): void {
    const type = this.#byte()
    if (type < 0x80 || type >= 0xe0) return
    if (type < 0x90) this.#map(type & 0x0f, depth)
    else if (type < 0xa0) this.#array(type & 0x0f, depth)
    else if (type < 0xc0) this.#take(type & 0x1f)
    else this.#typed(type, depth)
  }

  #typed(type: number, depth: number): void {
    const fixed = FIXED.get(type)
    if (fixed !== undefined) this.#take(fixed)
    else if (type === 0xc4 || type === 0xd9) this.#take(this.#byte())
    else if (type === 0xc5 || type === 0xda) this.#take(this.#u16())
    else if (type === 0xc6 || type === 0xdb) this.#take(this.#u32())
    else if (type === 0xca) this.#finite(this.#view.getFloat32(this.#take(4)))
    else if (type === 0xcb) this.#finite(this.#view.getFloat64(this.#take(8)))
    else if (type === 0xcf) this.#exact(this.#view.getBigUint64(this.#take(8)))
    else if (type === 0xd3) this.#exact(this.#view.getBigInt64(this.#take(8)))
    else if (type === 0xdc) this.#array(this.#u16(), depth)
    else if (type === 0xdd) this.#array(this.#u32(), depth)
    else if (type === 0xde) this.#map(this.#u16(), depth)
    else if (type === 0xdf) this.#map(this.#u32(), depth)
    else this.fail('type')
  }

  #array(count: number, depth: number): void {
    if (depth >= MAX_DEPTH) this.fail('depth')
    for (let i = 0; i < count; i += 1) this.value(depth + 1)
  }

  #map(count: number, depth: number): void {
    if (depth >= MAX_DEPTH) this.fail('depth')
    if (count > MAX_KEYS) this.fail('key')
    const starts: number[] = []
    const ends: number[] = []
    for (let i = 0; i < count; i += 1) {
      const start = this.#key()
      if (starts.some((other, n) => this.#same(other, ends[n] ?? 0, start))) this.fail('key')
      starts.push(start)
      ends.push(this.at)
      this.value(depth + 1)
    }
  }

  /** Are the bytes from `from` to `to` those from `start` to here? */
  #same(from: number, to: number, start: number): boolean {
    if (to - from !== this.at - start) return false
    for (let i = 0; i < to - from; i += 1) if (this.#bytes[from + i] !== this.#bytes[start + i]) return false
    return true
  }

  /** Where the key's text begins; it ends here. */
  #key(): number {
    const type = this.#byte()
    if (type < 0xa0 || (type >= 0xc0 && type !== 0xd9)) this.fail('type')
    const length = type === 0xd9 ? this.#byte() : type & 0x1f
    const start = this.#take(length)
    if (length !== PROTO.length) return start
    for (let i = 0; i < length; i += 1) if (this.#bytes[start + i] !== PROTO.charCodeAt(i)) return start
    this.fail('key')
  }

  #finite(value: number): void {
    if (!Number.isFinite(value)) this.fail('number')
  }

  #exact(value: bigint): void {
    if (!Number.isSafeInteger(Number(value))) this.fail('number')
  }

  #byte(): number {
    return this.#view.getUint8(this.#take(1))
  }

  #u16(): number {
    return this.#view.getUint16(this.#take(2))
  }

  #u32(): number {
    return this.#view.getUint32(this.#take(4))
  }

  #take(count: number): number {
    const start = this.at
    if (count > this.#bytes.length - start) this.fail('truncated')
    this.at = start + count
    return start
  }
}

/**
 * Are these bytes exactly one MessagePack value of the kinds that messages are made of: at most 32 levels deep, maps
 * with text keys, none of them twice and none `__proto__`, finite numbers, exact integers, no extension types? Costs
 * one pass and next to no memory.
 * @throws {MalformedError}
 */
export const guardPacked = (bytes: Uint8Array, reader: Reader): void => {
  const walk = new Walk(bytes, reader)
  walk.value(0)
  if (walk.at !== bytes.length) walk.fail('trailing')
}
