import { MAX_FRAME_CONTENT, MAX_MESSAGE_BYTES } from './limits.ts'
import { MalformedError, OversizeError, type Reader } from './malformed.ts'

/** What a frame's content carries: a message (codec.ts) or events of a subscription (live.ts). On the wire: never reuse one. */
export const FrameKind = { message: 1, live: 2 } as const
export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind]

export const FLAG_FIRST = 1
export const FLAG_FIN = 2
/** `kind u8 ‖ stream u32 ‖ flags u8 ‖ seq u32`, numbers big-endian. */
export const HEADER_BYTES = 10
/** The first of several chunks tells the whole size before its share. */
export const TOTAL_BYTES = 4
/** Largest share of a message in one frame. */
export const CHUNK_BYTES = MAX_FRAME_CONTENT - HEADER_BYTES

/** One frame's content, taken apart. */
export interface Chunk {
  readonly kind: FrameKind
  readonly stream: number
  readonly first: boolean
  readonly fin: boolean
  readonly seq: number
  readonly payload: Uint8Array
}

const content = (kind: FrameKind, stream: number, flags: number, seq: number, size: number) => {
  const bytes = new Uint8Array(HEADER_BYTES + size)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, kind)
  view.setUint32(1, stream)
  view.setUint8(5, flags)
  view.setUint32(6, seq)
  return { bytes, view }
}

/**
 * The contents of the frames that carry `bytes`, in order. What fits goes in one; else every chunk but the last is
 * full and the first begins with the total (u32). `stream` tells messages apart that are under way together: the
 * sender counts it up from 0, modulo 2³².
 * @throws {OversizeError} above MAX_MESSAGE_BYTES
 */
export const chunk = (kind: FrameKind, stream: number, bytes: Uint8Array): Uint8Array[] => {
  if (bytes.length > MAX_MESSAGE_BYTES) throw new OversizeError(bytes.length, MAX_MESSAGE_BYTES)
  if (bytes.length <= CHUNK_BYTES) {
    const only = content(kind, stream, FLAG_FIRST | FLAG_FIN, 0, bytes.length)
    only.bytes.set(bytes, HEADER_BYTES)
    return [only.bytes]
  }
  const first = content(kind, stream, FLAG_FIRST, 0, CHUNK_BYTES)
  first.view.setUint32(HEADER_BYTES, bytes.length)
  let at = CHUNK_BYTES - TOTAL_BYTES
  first.bytes.set(bytes.subarray(0, at), HEADER_BYTES + TOTAL_BYTES)
  const frames = [first.bytes]
  while (at < bytes.length) {
    const end = Math.min(at + CHUNK_BYTES, bytes.length)
    const next = content(kind, stream, end === bytes.length ? FLAG_FIN : 0, frames.length, end - at)
    next.bytes.set(bytes.subarray(at, end), HEADER_BYTES)
    frames.push(next.bytes)
    at = end
  }
  return frames
}

/** Takes a frame's content apart. @throws {MalformedError} */
export const parseChunk = (bytes: Uint8Array, reader: Reader): Chunk => {
  if (bytes.length < HEADER_BYTES) throw new MalformedError(reader, 'truncated', 'chunk')
  if (bytes.length > MAX_FRAME_CONTENT) throw new MalformedError(reader, 'size', 'chunk')
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES)
  const kind = view.getUint8(0)
  const flags = view.getUint8(5)
  if (kind !== FrameKind.message && kind !== FrameKind.live) throw new MalformedError(reader, 'kind')
  if (flags > (FLAG_FIRST | FLAG_FIN)) throw new MalformedError(reader, 'flags')
  return {
    kind,
    stream: view.getUint32(1),
    first: (flags & FLAG_FIRST) !== 0,
    fin: (flags & FLAG_FIN) !== 0,
    seq: view.getUint32(6),
    payload: bytes.subarray(HEADER_BYTES),
  }
}
