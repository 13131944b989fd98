import type { ReplyResult, TurnSink } from '../driver.ts'
import { ACP_PENDING_REQUESTS } from '../limits.ts'

/** What one request waits with: `answer` is given to the agent; null takes it back. */
type Waiting = { answer(value: unknown): void }

/** What a turn waits for. Each request is told once and answered at most once, whoever is first. */
export class Pending {
  private readonly sink: TurnSink
  private readonly waiting = new Map<string, Waiting>()
  private isClosed = false
  private count = 0

  constructor(sink: TurnSink) {
    this.sink = sink
  }

  isEmpty(): boolean {
    return this.waiting.size === 0
  }

  /**
   * Waits for an answer; null when it was taken back: by the agent (`signal`), by a stop, or because too much waits.
   * `tell` gives the sink the request under the given id; its reply is `reply(id, value)`.
   */
  ask<T>(signal: AbortSignal, tell: (id: string) => void): Promise<T | null> {
    if (this.isClosed || signal.aborted || this.waiting.size >= ACP_PENDING_REQUESTS)
      return Promise.resolve(null)
    this.count += 1
    const id = `acp-${this.count}`
    return new Promise((resolve) => {
      const aborted = () => this.gone(id)
      signal.addEventListener('abort', aborted, { once: true })
      this.waiting.set(id, {
        answer: (value) => {
          signal.removeEventListener('abort', aborted)
          resolve(value as T | null)
        },
      })
      tell(id)
    })
  }

  reply(id: string, value: unknown): ReplyResult {
    const waiting = this.waiting.get(id)
    if (waiting === undefined) return 'gone'
    this.waiting.delete(id)
    waiting.answer(value)
    return 'applied'
  }

  /** Takes everything back and asks nothing more. */
  close(): void {
    this.isClosed = true
    for (const id of [...this.waiting.keys()]) this.gone(id)
  }

  private gone(id: string): void {
    const waiting = this.waiting.get(id)
    if (waiting === undefined) return
    this.waiting.delete(id)
    this.sink.requestGone(id)
    waiting.answer(null)
  }
}
