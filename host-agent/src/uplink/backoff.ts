import type { Clock } from './clock.ts'
import { RETRY_FIRST_MS, RETRY_JITTER, RETRY_MAX_MS, STABLE_MS } from './limits.ts'

/** Waits between tries: each twice the one before, up to a bound, each a little different from the next host's. */
export class Backoff {
  readonly #clock: Clock
  #next = RETRY_FIRST_MS
  #goodSince: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A connection came up. */
  up(): void {
    this.#goodSince = this.#clock.now()
  }

  /** It ended or never came: ms to wait before the next try. */
  down(): number {
    const stable = this.#goodSince !== null && this.#clock.now() - this.#goodSince >= STABLE_MS
    this.#goodSince = null
    const base = stable ? RETRY_FIRST_MS : this.#next
    this.#next = Math.min(base * 2, RETRY_MAX_MS)
    return Math.round(base * (1 + RETRY_JITTER * (2 * this.#clock.random() - 1)))
  }
}
