import { BUCKETS, DECISION_BUCKET } from '../crypto/index.ts'
import {
  chunk,
  decodeDown,
  encodeUp,
  FrameKind,
  needsWidePadding,
  Reassembler,
  type Up,
  unpackLive,
} from '../protocol/index.ts'
import type { Incoming } from './port.ts'

/** What one frame carries, and the least that it is padded to. */
export interface FrameContent {
  readonly content: Uint8Array
  readonly minBucket: number
}

/** The device's side of one channel's contents: messages to chunks, chunks to messages and events. */
export class Wire {
  readonly #reassembler = new Reassembler('device')
  #stream = 0

  /** The frames' contents of a message. @throws {OversizeError} */
  encode(message: Up): FrameContent[] {
    const minBucket = needsWidePadding(message) ? DECISION_BUCKET : BUCKETS[0]
    const stream = this.#stream
    this.#stream = (stream + 1) >>> 0
    return chunk(FrameKind.message, stream, encodeUp(message)).map((content) => ({ content, minBucket }))
  }

  /** What a frame's content completes, or null. @throws {MalformedError} after which the channel must end */
  decode(content: Uint8Array): Incoming | null {
    const whole = this.#reassembler.push(content)
    if (whole === null) return null
    if (whole.kind === FrameKind.live) return { type: 'events', ...unpackLive(whole.bytes) }
    return { type: 'message', message: decodeDown(whole.bytes) }
  }
}
