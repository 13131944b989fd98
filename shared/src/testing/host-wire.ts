import {
  chunk,
  type Down,
  decodeUp,
  encodeDown,
  FrameKind,
  packEvent,
  packLive,
  Reassembler,
  type Up,
} from '../protocol/index.ts'
import type { SessionEvent } from '../session/index.ts'

/** The host's side of one channel's contents, for tests. */
export class HostWire {
  readonly #reassembler = new Reassembler('host')
  #stream = 0

  message(message: Down): Uint8Array[] {
    return chunk(FrameKind.message, this.#stream++, encodeDown(message))
  }

  events(sub: number, events: readonly SessionEvent[]): Uint8Array[] {
    return chunk(FrameKind.live, this.#stream++, packLive(sub, events.map(packEvent)))
  }

  decode(content: Uint8Array): Up | null {
    const whole = this.#reassembler.push(content)
    return whole === null ? null : decodeUp(whole.bytes)
  }
}
