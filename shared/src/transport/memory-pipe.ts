import { Close } from '../protocol/close.ts'
import { MAX_QUEUED } from './limits.ts'
import type { Inbox } from './memory-inbox.ts'
import { PipeSide } from './pipe-side.ts'
import type { PipeEnd } from './types.ts'

/** One end of a memory pipe: whose inbox it fills and what happens when that reader is too slow. */
export interface MemoryReader {
  readonly inbox: Inbox
  tooSlow(): void
}

/** What passed through the relay. */
export interface MemoryCounts {
  dials: number
  messages: number
  bytes: number
}

/** A pipe between a device and a host inside a memory relay. */
export class MemoryPipe {
  readonly device: PipeSide
  readonly host: PipeSide
  readonly #readers: { device: MemoryReader; host: MemoryReader }
  readonly #counts: MemoryCounts
  readonly #onClosed: (end: PipeEnd) => void
  readonly #queued = { device: 0, host: 0 }

  constructor(
    readers: { device: MemoryReader; host: MemoryReader },
    peer: { key: string; pid: string | null },
    counts: MemoryCounts,
    onClosed: (end: PipeEnd) => void,
  ) {
    this.#readers = readers
    this.#counts = counts
    this.#onClosed = onClosed
    this.device = new PipeSide(this.#outlet('host'))
    this.host = new PipeSide(this.#outlet('device'), peer)
  }

  #outlet(to: 'device' | 'host') {
    return {
      send: (message: Uint8Array) => this.pass(to, message),
      close: (end: PipeEnd) => this.shut(to, end),
      backlog: () => this.#queued[to],
    }
  }

  /** Carries a message to one side. */
  pass(to: 'device' | 'host', message: Uint8Array): void {
    const reader = this.#readers[to]
    const copy = message.slice()
    this.#counts.messages++
    this.#counts.bytes += copy.length
    this.#queued[to] += copy.length
    if (this.#queued[to] > MAX_QUEUED) {
      reader.tooSlow()
      return
    }
    reader.inbox.push(() => {
      this.#queued[to] -= copy.length
      this[to].receive(copy)
    })
  }

  /** One side closed the pipe: the other hears of it after what was sent before. */
  shut(to: 'device' | 'host', end: PipeEnd): void {
    this.#onClosed(end)
    this.#readers[to].inbox.push(() => this[to].finish(end))
  }
}

/** The end of a reader that did not read. */
export const TOO_SLOW: PipeEnd = { code: Close.slow, reason: 'the reader is too slow' }
