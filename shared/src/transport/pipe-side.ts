import { MAX_MESSAGE } from './limits.ts'
import type { InboundPipe, PipeEnd } from './types.ts'

/** What a pipe's side does with what its owner sends. */
export interface Outlet {
  send(message: Uint8Array): void
  close(end: PipeEnd): void
  backlog(): number
}

/**
 * One side of a pipe over any carrier. Keeps what arrives before the handlers are set, and ends once.
 * The carrier calls `receive` and `finish`; the owner uses it as a Pipe.
 */
export class PipeSide implements InboundPipe {
  readonly key: string
  readonly pid: string | null
  readonly #out: Outlet
  #waiting: Uint8Array[] = []
  #message: ((message: Uint8Array) => void) | undefined
  #end: ((end: PipeEnd) => void) | undefined
  #ended: PipeEnd | undefined

  constructor(out: Outlet, peer: { key: string; pid: string | null } = { key: '', pid: null }) {
    this.#out = out
    this.key = peer.key
    this.pid = peer.pid
  }

  get backlog(): number {
    return this.#ended ? 0 : this.#out.backlog()
  }

  send(message: Uint8Array): void {
    if (message.length < 1 || message.length > MAX_MESSAGE) {
      throw new RangeError(`a message has 1 to ${MAX_MESSAGE} bytes, not ${message.length}`)
    }
    if (!this.#ended) this.#out.send(message)
  }

  close(code: number, reason: string): void {
    if (this.#ended) return
    this.#out.close({ code, reason })
    this.finish({ code, reason })
  }

  onMessage(handler: (message: Uint8Array) => void): void {
    this.#message = handler
    const waiting = this.#waiting
    this.#waiting = []
    for (const message of waiting) handler(message)
  }

  onEnd(handler: (end: PipeEnd) => void): void {
    this.#end = handler
    if (this.#ended) handler(this.#ended)
  }

  /** A message came from the other side. */
  receive(message: Uint8Array): void {
    if (this.#ended) return
    if (this.#message) this.#message(message)
    else this.#waiting.push(message)
  }

  /** The pipe has ended; later messages and ends change nothing. */
  finish(end: PipeEnd): void {
    if (this.#ended) return
    this.#ended = end
    this.#end?.(end)
  }
}
