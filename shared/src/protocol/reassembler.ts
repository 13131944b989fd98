import { CHUNK_BYTES, type Chunk, type FrameKind, parseChunk, TOTAL_BYTES } from './envelope.ts'
import { MAX_MESSAGE_BYTES, WIRE_LIMITS } from './limits.ts'
import { MalformedError, type MalformedReason, type Reader } from './malformed.ts'

/** A whole message's bytes. */
export interface Assembled {
  readonly kind: FrameKind
  readonly bytes: Uint8Array
}

interface Open {
  readonly kind: FrameKind
  readonly total: number
  readonly parts: Uint8Array[]
  have: number
}

/**
 * Puts chunks together again, for one direction of one channel. Takes only what `chunk` makes: chunks in order, all
 * but the last full, sizes as announced. Memory is held for what has arrived, not for what was announced; both are
 * bounded. After an error the channel must be closed.
 */
export class Reassembler {
  readonly #reader: Reader
  readonly #open = new Map<number, Open>()
  #announced = 0

  constructor(reader: Reader) {
    this.#reader = reader
  }

  /** The message that this frame's content completes, or null. @throws {MalformedError} */
  push(content: Uint8Array): Assembled | null {
    const chunk = parseChunk(content, this.#reader)
    if (!chunk.first) return this.#continue(chunk)
    if (chunk.seq !== 0 || this.#open.has(chunk.stream)) this.#fail('order')
    return chunk.fin ? { kind: chunk.kind, bytes: chunk.payload } : this.#begin(chunk)
  }

  #begin({ kind, stream, payload }: Chunk): null {
    if (payload.length !== CHUNK_BYTES) this.#fail('total')
    const total = new DataView(payload.buffer, payload.byteOffset).getUint32(0)
    if (total <= CHUNK_BYTES) this.#fail('total')
    if (total > MAX_MESSAGE_BYTES) this.#fail('size')
    if (this.#open.size >= WIRE_LIMITS.openStreams.value) this.#fail('streams')
    if (this.#announced + total > WIRE_LIMITS.openStreamBytes.value) this.#fail('streams')
    const part = payload.subarray(TOTAL_BYTES)
    this.#open.set(stream, { kind, total, parts: [part], have: part.length })
    this.#announced += total
    return null
  }

  #continue({ kind, stream, seq, fin, payload }: Chunk): Assembled | null {
    const open = this.#open.get(stream)
    if (!open || open.kind !== kind || open.parts.length !== seq) return this.#fail('order')
    const due = Math.min(CHUNK_BYTES, open.total - open.have)
    if (payload.length !== due) this.#fail('total')
    open.parts.push(payload)
    open.have += payload.length
    if (fin !== (open.have === open.total)) this.#fail('total')
    if (!fin) return null
    this.#open.delete(stream)
    this.#announced -= open.total
    const bytes = new Uint8Array(open.total)
    let at = 0
    for (const part of open.parts) {
      bytes.set(part, at)
      at += part.length
    }
    return { kind, bytes }
  }

  #fail(reason: MalformedReason): never {
    this.#open.clear()
    this.#announced = 0
    throw new MalformedError(this.#reader, reason, 'chunk')
  }
}
