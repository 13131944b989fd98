import { HearthError } from '../protocol/index.ts'
import type { Clock } from './clock.ts'
import { PROBE_BUSY_MS, PROBE_BUSY_TIMEOUT_MS, PROBE_IDLE_MS, PROBE_IDLE_TIMEOUT_MS } from './limits.ts'

/** What the heart asks about and tells. */
export interface HeartEvents {
  /** Is a turn running or an answer awaited? */
  busy(): boolean
  /** Resolves when the host has answered. @throws {HearthError} after the timeout */
  pingHost(timeoutMs: number): Promise<void>
  /** Device clock (ms) of the last thing that came from the host. */
  lastHeard(): number
  /** Nothing came in time: the connection is dead. */
  dead(error: HearthError): void
  /** Called with every beat. */
  beat(): void
}

/** Probes a live channel: often while something is going on, seldom otherwise, at once when asked. */
export class Heart {
  readonly #clock: Clock
  readonly #events: HeartEvents
  #cancel: (() => void) | undefined
  #beating = false
  #probing = false
  #plannedBusy = false

  constructor(clock: Clock, events: HeartEvents) {
    this.#clock = clock
    this.#events = events
  }

  start(): void {
    this.#beating = true
    this.look()
  }

  stop(): void {
    this.#beating = false
    this.#cancel?.()
    this.#cancel = undefined
  }

  /** Looks now: the network came back, the page is visible again, a turn began, or an answer is late. */
  look(): void {
    if (!this.#beating || this.#probing) return
    this.#cancel?.()
    this.#probing = true
    void this.#probe().finally(() => {
      this.#probing = false
      this.#plan()
    })
  }

  /** Something may have begun: what is under way is watched more closely than an idle connection. */
  nudge(): void {
    if (!this.#probing && !this.#plannedBusy && this.#events.busy()) this.#plan()
  }

  #plan(): void {
    if (!this.#beating) return
    this.#cancel?.()
    this.#plannedBusy = this.#events.busy()
    const wait = this.#plannedBusy ? PROBE_BUSY_MS : PROBE_IDLE_MS
    this.#cancel = this.#clock.after(wait, () => this.look())
  }

  async #probe(): Promise<void> {
    this.#events.beat()
    const sentAt = this.#clock.now()
    const timeout = this.#events.busy() ? PROBE_BUSY_TIMEOUT_MS : PROBE_IDLE_TIMEOUT_MS
    try {
      await this.#events.pingHost(timeout)
    } catch (error) {
      const silent = this.#events.lastHeard() < sentAt
      const late = error instanceof HearthError && error.code === 'link.timeout'
      if (this.#beating && silent && late) this.#events.dead(error)
    }
  }
}
