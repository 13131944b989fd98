import { OversizeError } from '@hearth/shared/protocol'
import type { SessionAgent } from '@hearth/shared/session'
import type { Feed, Sessions } from '../sessions/api.ts'
import type { Clock } from './clock.ts'
import {
  EVENT_BYTES,
  LAG_EVENTS,
  MAX_LAG_EVENTS,
  SLOW_MAX_MS,
  SLOW_MIN_MS,
  SNAPSHOT_TURNS,
} from './limits.ts'
import type { Outgoing, Wire } from './wire.ts'

/** One session read by one device: a cursor, not a queue. Asked for its next frame only when one can go. */
export class Subscription {
  readonly sub: number
  readonly session: string
  #feed: Feed
  readonly #reopen: () => Feed
  readonly #agents: () => SessionAgent[]
  readonly #wire: Wire
  readonly #clock: Clock
  #snapshotDue: boolean
  #caughtUpDue = true
  #agentsDue = true
  #acked: number
  #sentAt = Number.NEGATIVE_INFINITY

  /** `after` null begins with a snapshot. @throws {HearthError} `host.unknown_session`, `host.cursor` */
  constructor(
    sessions: Sessions,
    spec: { sub: number; session: string; after: number | null },
    deps: { wire: Wire; clock: Clock; wake: () => void },
  ) {
    this.sub = spec.sub
    this.session = spec.session
    this.#wire = deps.wire
    this.#clock = deps.clock
    this.#snapshotDue = spec.after === null
    this.#acked = spec.after ?? 0
    this.#reopen = () => sessions.open(spec.session, spec.after ?? 0, deps.wake)
    this.#agents = () => sessions.agents(spec.session)
    this.#feed = this.#reopen()
  }

  /** The device has applied events up to `seq`. */
  ack(seq: number): void {
    this.#acked = Math.max(this.#acked, Math.min(seq, this.#feed.cursor))
  }

  /** What the session's agents offer has changed: the newest goes out once there is nothing older to send. */
  agentsChanged(): void {
    this.#agentsDue = true
  }

  /** The next frame, ms until one may go, or null when there is nothing. */
  next(): Outgoing | number | null {
    if (this.#snapshotDue) return this.#snapshot()
    const wait = this.#hold()
    if (wait !== 0) return wait
    const rows = this.#feed.read(EVENT_BYTES)
    if (rows.length > 0) {
      this.#sentAt = this.#clock.now()
      return this.#wire.events(this.sub, rows)
    }
    if (this.#caughtUpDue) {
      this.#caughtUpDue = false
      return this.#wire.message({ t: 'caught-up', sub: this.sub, seq: this.#feed.cursor })
    }
    if (!this.#agentsDue) return null
    this.#agentsDue = false
    return this.#wire.message({ t: 'session-agents', sub: this.sub, agents: this.#agents() })
  }

  close(): void {
    this.#feed.close()
  }

  /** A device that lags gets fewer, larger frames; one that lags far gets none until it says that it has caught up. */
  #hold(): number | null {
    const lag = this.#feed.cursor - this.#acked
    if (lag > MAX_LAG_EVENTS) return null
    if (lag <= LAG_EVENTS) return 0
    const share = (lag - LAG_EVENTS) / (MAX_LAG_EVENTS - LAG_EVENTS)
    const interval = SLOW_MIN_MS + share * (SLOW_MAX_MS - SLOW_MIN_MS)
    return Math.max(0, Math.ceil(this.#sentAt + interval - this.#clock.now()))
  }

  /**
   * As many settled turns as fit one message; the device fetches the others by scrolling. A turn that does not fit
   * by itself comes as events from the beginning.
   */
  #snapshot(): Outgoing | number | null {
    this.#snapshotDue = false
    for (let turns = SNAPSHOT_TURNS; ; turns = Math.floor(turns / 4)) {
      const state = this.#feed.snapshot(turns)
      try {
        const message = this.#wire.message({ t: 'snapshot', sub: this.sub, state })
        this.#acked = state.seq
        return message
      } catch (error) {
        if (!(error instanceof OversizeError)) throw error
        if (turns === 0) break
      }
    }
    this.#feed.close()
    this.#feed = this.#reopen()
    return this.next()
  }
}
