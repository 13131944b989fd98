import { OVERDRAWN_BURSTS, RESUME_AFTER_S } from '../limits.ts'

/** Why a connection is not being read. */
export type HoldReason = 'rate' | 'peer'

/** What can be read or not. */
export interface Tap {
  pause(): void
  resume(): void
}

/**
 * How fast a connection is read: a token bucket, and holds by others. Who sends faster is read more slowly, so
 * that the network holds the rest; only who runs far ahead even so is to be cut.
 */
export class Intake {
  readonly #tap: Tap | undefined
  readonly #now: () => number
  readonly #holds = new Set<HoldReason>()
  #rate: number
  #burst: number
  #tokens: number
  #at: number
  #timer: NodeJS.Timeout | undefined

  /** `rate` per second and `burst` in messages; `now` in ms. Without a tap nothing is ever held back. */
  constructor(tap: Tap | undefined, rate: number, burst: number, now: () => number) {
    this.#tap = tap
    this.#now = now
    this.#rate = rate
    this.#burst = burst
    this.#tokens = burst
    this.#at = now()
  }

  /** Changes the rate; what has been saved up stays, and grows with the burst. */
  setRate(rate: number, burst: number): void {
    this.#refill()
    this.#tokens = Math.min(burst, this.#tokens + Math.max(0, burst - this.#burst))
    this.#rate = rate
    this.#burst = burst
  }

  /** One message came. False: the sender is to be cut. */
  take(): boolean {
    this.#tokens -= 1
    if (this.#tokens >= 0) return true
    this.#refill()
    if (this.#tokens >= 0) return true
    if (this.#tokens < -OVERDRAWN_BURSTS * this.#burst) return false
    this.#rest()
    return true
  }

  /** Stops or goes on reading for a reason; it is read while there is none. */
  hold(reason: HoldReason, on: boolean): void {
    const before = this.#holds.size
    if (on) this.#holds.add(reason)
    else this.#holds.delete(reason)
    if (before === 0 && this.#holds.size > 0) this.#tap?.pause()
    if (before > 0 && this.#holds.size === 0) this.#tap?.resume()
  }

  /** Stops its timer. */
  retire(): void {
    clearTimeout(this.#timer)
  }

  #refill(): void {
    const now = this.#now()
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#rate)
    this.#at = now
  }

  #rest(): void {
    if (this.#holds.has('rate')) return
    this.hold('rate', true)
    const seconds = -this.#tokens / this.#rate + RESUME_AFTER_S
    this.#timer = setTimeout(() => this.hold('rate', false), seconds * 1000)
  }
}
