import type { Clock } from './clock.ts'
import {
  BACKLOG_RETRY_MS,
  FRAMES_BURST,
  FRAMES_PER_SECOND,
  MAX_BACKLOG,
  MAX_WAITING,
  MAX_WAITING_BYTES,
  STALLED_MS,
} from './limits.ts'
import type { Outgoing } from './wire.ts'

/** Where bulk comes from: asked only when a frame can go. A number is ms after which to ask again; null: nothing. */
export interface BulkSource {
  next(): Outgoing | number | null
}

export interface SenderOptions {
  clock: Clock
  /** Bytes that the transport holds unsent. */
  backlog(): number
  /** Seals one content and hands it to the transport. */
  seal(content: Uint8Array, minBucket: number): void
  bulk: BulkSource
  /** The device does not read; the channel must end. */
  stalled(): void
}

interface Waiting {
  key: string | null
  out: Outgoing
  sent: number
  /** Bounded by being asked for one at a time. */
  bulk: boolean
}

const MS = 1000

/**
 * One channel's way out. Three lanes: urgent (answers, requests, offers), normal (lists, snapshots), bulk (events,
 * pulled when there is room). It stays below the relay's rate and stops reading logs for a device that does not read.
 */
export class Sender {
  readonly #options: SenderOptions
  readonly #lanes: { urgent: Waiting[]; normal: Waiting[] } = { urgent: [], normal: [] }
  #waiting = 0
  #tokens = FRAMES_BURST
  #refilledAt: number
  #progressAt: number
  #cancel: (() => void) | null = null
  #pumping = false
  #closed = false

  constructor(options: SenderOptions) {
    this.#options = options
    this.#refilledAt = options.clock.now()
    this.#progressAt = this.#refilledAt
  }

  /** Queues a message. One of the same `key` that has not begun to go is replaced in its place. */
  send(lane: 'urgent' | 'normal', out: Outgoing, key: string | null = null): void {
    if (this.#closed) return
    const queue = this.#lanes[lane]
    const same = key === null ? undefined : queue.find((each) => each.key === key && each.sent === 0)
    if (same !== undefined) {
      this.#waiting += sizeOf(out) - sizeOf(same.out)
      same.out = out
    } else {
      queue.push({ key, out, sent: 0, bulk: false })
      this.#waiting += sizeOf(out)
    }
    const count = this.#lanes.urgent.length + this.#lanes.normal.length
    if (count > MAX_WAITING || this.#waiting > MAX_WAITING_BYTES) this.#stall()
    else this.pump()
  }

  /** Sends whatever may go now, and comes back by itself for the rest. */
  pump(): void {
    if (this.#closed || this.#pumping) return
    this.#pumping = true
    this.#cancel?.()
    this.#cancel = null
    const wait = this.#drain()
    this.#pumping = false
    if (wait !== null && !this.#closed) this.#cancel = this.#options.clock.after(wait, () => this.pump())
  }

  close(): void {
    this.#closed = true
    this.#cancel?.()
    this.#cancel = null
    this.#lanes.urgent.length = 0
    this.#lanes.normal.length = 0
  }

  /** Null when there is nothing to do, else ms until there may be. */
  #drain(): number | null {
    for (;;) {
      if (this.#closed) return null
      const noToken = this.#refill()
      const urgent = this.#lanes.urgent[0]
      const full = this.#options.backlog() > MAX_BACKLOG
      if (full && this.#options.clock.now() - this.#progressAt > STALLED_MS) this.#stall()
      if (!full) this.#progressAt = this.#options.clock.now()
      if (urgent !== undefined && noToken === null) this.#sendOne('urgent', urgent)
      else if (urgent !== undefined) return noToken
      else {
        const wait = this.#drainRest(noToken ?? (full ? BACKLOG_RETRY_MS : null))
        if (wait !== undefined) return wait
      }
    }
  }

  /** Normal, then bulk; undefined when a frame went. */
  #drainRest(held: number | null): number | null | undefined {
    const normal = this.#lanes.normal[0]
    if (held !== null) return held
    if (normal !== undefined) {
      this.#sendOne('normal', normal)
      return undefined
    }
    const out = this.#options.bulk.next()
    if (out === null || typeof out === 'number') return out
    const waiting = { key: null, out, sent: 0, bulk: true }
    this.#lanes.normal.push(waiting)
    this.#sendOne('normal', waiting)
    return undefined
  }

  #sendOne(lane: 'urgent' | 'normal', waiting: Waiting): void {
    const content = waiting.out.contents[waiting.sent]
    waiting.sent += 1
    if (waiting.sent >= waiting.out.contents.length) {
      this.#lanes[lane].shift()
      if (!waiting.bulk) this.#waiting -= sizeOf(waiting.out)
    }
    if (content === undefined) return
    this.#tokens -= 1
    this.#options.seal(content, waiting.out.minBucket)
  }

  /** Null when a frame may go; else ms until one may. */
  #refill(): number | null {
    const now = this.#options.clock.now()
    const gained = ((now - this.#refilledAt) * FRAMES_PER_SECOND) / MS
    this.#tokens = Math.min(FRAMES_BURST, this.#tokens + Math.max(0, gained))
    this.#refilledAt = now
    return this.#tokens >= 1 ? null : Math.ceil(((1 - this.#tokens) * MS) / FRAMES_PER_SECOND)
  }

  #stall(): void {
    this.close()
    this.#options.stalled()
  }
}

const sizeOf = ({ contents }: Outgoing): number => contents.reduce((sum, { length }) => sum + length, 0)
