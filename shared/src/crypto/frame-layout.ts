import { assertBytes, concat, isZero, readU32, take, u32, u64 } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { VERSION } from './handshake.ts'
import { BUCKETS, FRAME_OVERHEAD, MAX_CONTENT } from './limits.ts'

/** Type bytes of a frame. */
export const FRAME_TYPE = { data: 0x10, rekey: 0x11, close: 0x12, ack: 0x13 } as const
/** What a frame is for. */
export type FrameType = keyof typeof FRAME_TYPE
/** Who sealed a frame. */
export type Role = 'device' | 'host'

const TYPE_OF: ReadonlyMap<number, FrameType> = new Map([
  [FRAME_TYPE.data, 'data'],
  [FRAME_TYPE.rekey, 'rekey'],
  [FRAME_TYPE.close, 'close'],
  [FRAME_TYPE.ack, 'ack'],
])
const DIRECTION: Readonly<Record<Role, number>> = { device: 0x01, host: 0x02 }
const LENGTH_FIELD = 4
const HEADER = 10

/** A checked frame, still sealed. */
export interface FrameParts {
  readonly type: FrameType
  /** 8 bytes as sent. */
  readonly counter: Uint8Array
  readonly box: Uint8Array
}

/** The first ten bytes. */
export function frameHeader(type: FrameType, counter: number): Uint8Array {
  return concat(Uint8Array.of(VERSION, FRAME_TYPE[type]), u64(counter))
}

/** Direction, type and counter make every nonce of a key unique and bind the header. */
export function frameNonce(sender: Role, type: FrameType, counter: number): Uint8Array {
  return concat(Uint8Array.of(DIRECTION[sender], FRAME_TYPE[type]), u64(counter), new Uint8Array(14))
}

/** Shape of a frame before any key is used. Throws `type`, `length`, `version` or `msgtype`. */
export function parseFrame(frame: unknown): FrameParts {
  assertBytes(frame, undefined, 'frame')
  if (!BUCKETS.some((bucket) => bucket + FRAME_OVERHEAD === frame.length)) {
    throw new CryptoError('length', 'frame')
  }
  if (frame[0] !== VERSION) throw new CryptoError('version', 'frame')
  const type = TYPE_OF.get(frame[1] ?? 0)
  if (type === undefined) throw new CryptoError('msgtype', 'frame')
  return { type, counter: frame.subarray(2, HEADER), box: frame.subarray(HEADER) }
}

/**
 * `contentLen u32 ‖ content ‖ zeros` in the smallest bucket that fits and is at least `minBucket`.
 * Throws `type`, `too_big` or `bucket`.
 */
export function pad(content: unknown, minBucket: number): Uint8Array {
  assertBytes(content, undefined, 'content')
  if (content.length > MAX_CONTENT) throw new CryptoError('too_big')
  if (!BUCKETS.some((bucket) => bucket === minBucket)) throw new CryptoError('bucket')
  const need = content.length + LENGTH_FIELD
  const bucket = BUCKETS.find((size) => size >= need && size >= minBucket) ?? need
  const out = new Uint8Array(bucket)
  out.set(u32(content.length))
  out.set(content, LENGTH_FIELD)
  return out
}

/** The content of a padded plaintext. Throws `bucket`, `content_length` or `padding`. */
export function unpad(plaintext: Uint8Array): Uint8Array {
  if (!BUCKETS.some((bucket) => bucket === plaintext.length)) throw new CryptoError('bucket')
  const end = readU32(plaintext, 0) + LENGTH_FIELD
  if (end > plaintext.length) throw new CryptoError('content_length')
  if (!isZero(plaintext.subarray(end))) throw new CryptoError('padding')
  return take(plaintext, LENGTH_FIELD, end)
}
