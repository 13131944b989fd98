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
  packEvent,
  packLive,
  Reassembler,
  type Up,
} from '@hearth/shared/protocol'
import type { SessionEvent } from '@hearth/shared/session'

/** What one message needs on the wire: the contents of its frames, in order, and their least padded size. */
export interface Outgoing {
  readonly contents: readonly Uint8Array[]
  readonly minBucket: number
}

/** Events are immutable and shared by all subscribers of a session: each is packed once. */
const packedOnce = new WeakMap<SessionEvent, Uint8Array>()

const packed = (event: SessionEvent): Uint8Array => {
  const known = packedOnce.get(event)
  if (known !== undefined) return known
  const bytes = packEvent(event)
  packedOnce.set(event, bytes)
  return bytes
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
  events(sub: number, events: readonly SessionEvent[]): Outgoing {
    return this.#wrap(FrameKind.live, packLive(sub, events.map(packed)), needsWidePaddingLive(events))
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
