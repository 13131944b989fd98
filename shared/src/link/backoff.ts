import type { Clock } from './clock.ts'
import { RETRY_FIRST_MS, RETRY_JITTER, RETRY_MAX_MS } from './limits.ts'

/** Doubling waits between attempts, bounded, with jitter. */
export class Backoff {
  readonly #clock: Clock
  #attempts = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The wait in ms before the next attempt; at least `atLeast`, which whoever refused may have asked for. */
  next(atLeast = 0): number {
    const plain = Math.min(RETRY_FIRST_MS * 2 ** Math.min(this.#attempts, 32), RETRY_MAX_MS)
    this.#attempts += 1
    const varied = plain * (1 - RETRY_JITTER + 2 * RETRY_JITTER * this.#clock.random())
    return Math.max(Math.round(varied), atLeast)
  }

  /** It worked: begin from the first wait again. */
  reset(): void {
    this.#attempts = 0
  }
}
