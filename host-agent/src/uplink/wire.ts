import { BUCKETS, DECISION_BUCKET } from '@hearth/shared/crypto'
import {
  chunk,
  type Down,
  decodeUp,
  encodeDown,
  FrameKind,
  MalformedError,
  needsWidePadding,
  needsWidePaddingLive,
  packLive,
  Reassembler,
  type Up,
} from '@hearth/shared/protocol'
import type { EventRow } from '../store/event-rows.ts'

/** What one message needs on the wire: the contents of its frames, in order, and their least padded size. */
export interface Outgoing {
  readonly contents: readonly Uint8Array[]
  readonly minBucket: number
}

/** The host's side of one channel's contents: messages and events to chunks, chunks to messages. */
export class Wire {
  readonly #reassembler = new Reassembler('host')
  #stream = 0

  /** @throws {OversizeError} */
  message(message: Down): Outgoing {
    return this.#wrap(FrameKind.message, encodeDown(message), needsWidePadding(message))
  }

  /** @throws {OversizeError} */
  events(sub: number, rows: readonly Pick<EventRow, 'packed' | 'event'>[]): Outgoing {
    const packed = rows.map((row) => row.packed)
    return this.#wrap(
      FrameKind.live,
      packLive(sub, packed),
      needsWidePaddingLive(rows.map((row) => row.event)),
    )
  }

  /** The message that a frame's content completes, or null. @throws {MalformedError} after which the channel must end */
  read(content: Uint8Array): Up | null {
    const whole = this.#reassembler.push(content)
    if (whole === null) return null
    if (whole.kind !== FrameKind.message) throw new MalformedError('host', 'kind')
    return decodeUp(whole.bytes)
  }

  #wrap(kind: FrameKind, bytes: Uint8Array, wide: boolean): Outgoing {
    const stream = this.#stream
    this.#stream = (stream + 1) >>> 0
    return { contents: chunk(kind, stream, bytes), minBucket: wide ? DECISION_BUCKET : BUCKETS[0] }
  }
}
