import { HearthError } from '@hearth/shared/protocol'
import type { PushUrgency } from '@hearth/shared/transport'
import type { Clock } from '../sessions/clock.ts'
import { MAX_QUEUED_PUSHES, MAX_RETRY_WAIT_MS, PUSH_RETRIES_MS } from './limits.ts'

/** A push to a device, before it is sealed. */
export interface Parcel {
  readonly topic: string
  readonly urgency: PushUrgency
  /** Seconds. */
  readonly ttl: number
  readonly text: string
}

/** What an outbox does its work with. */
export interface OutboxNeeds {
  readonly clock: Clock
  /** @throws {HearthError} `push.*`, `relay.*` */
  deliver(device: string, parcel: Parcel): Promise<void>
  /** The push service no longer knows the device. */
  gone(device: string): void
  log(line: string): void
}

interface Queue {
  /** In order; the one that is under way is none of them. */
  readonly waiting: { parcel: Parcel; tries: number }[]
  busy: boolean
  /** Ends the wait for the next try. */
  cancel: (() => void) | null
}

/** Pushes on their way, one after the other for each device; what fails in passing is tried again within bounds. */
export class Outbox {
  readonly #needs: OutboxNeeds
  readonly #queues = new Map<string, Queue>()

  constructor(needs: OutboxNeeds) {
    this.#needs = needs
  }

  /** Sends a push; one about the same that was not taken yet gives way to it. */
  post(device: string, parcel: Parcel): void {
    const queue = this.#queues.get(device) ?? { waiting: [], busy: false, cancel: null }
    this.#queues.set(device, queue)
    const same = queue.waiting.find((one) => one.parcel.topic === parcel.topic)
    if (same !== undefined) same.parcel = parcel
    else queue.waiting.push({ parcel, tries: 0 })
    if (queue.waiting.length > MAX_QUEUED_PUSHES) {
      queue.waiting.shift()
      this.#needs.log(`a push to ${device} gave way to newer ones`)
    }
    if (!queue.busy && queue.cancel === null) void this.#run(device, queue)
  }

  /** Takes back what waits about this. True: it was never tried. */
  recall(device: string, topic: string): boolean {
    const waiting = this.#queues.get(device)?.waiting ?? []
    const at = waiting.findIndex(({ parcel }) => parcel.topic === topic)
    return waiting.splice(at, at < 0 ? 0 : 1)[0]?.tries === 0
  }

  /** Forgets what waits for a device. */
  drop(device: string): void {
    this.#queues.get(device)?.cancel?.()
    this.#queues.delete(device)
  }

  close(): void {
    for (const device of [...this.#queues.keys()]) this.drop(device)
  }

  async #run(device: string, queue: Queue): Promise<void> {
    queue.busy = true
    queue.cancel = null
    for (;;) {
      const next = queue.waiting.shift()
      if (next === undefined) break
      const wait = await this.#try(device, next.parcel, next.tries)
      if (this.#queues.get(device) !== queue) return
      if (wait === null) continue
      const newer = queue.waiting.some(({ parcel }) => parcel.topic === next.parcel.topic)
      if (!newer) queue.waiting.unshift({ parcel: next.parcel, tries: next.tries + 1 })
      queue.busy = false
      queue.cancel = this.#needs.clock.after(wait, () => void this.#run(device, queue))
      return
    }
    this.#queues.delete(device)
  }

  /** Ms until the next try; null when there is none. */
  async #try(device: string, parcel: Parcel, tries: number): Promise<number | null> {
    try {
      await this.#needs.deliver(device, parcel)
      return null
    } catch (error) {
      const known = error instanceof HearthError ? error : new HearthError('host.internal')
      const wait = waitAfter(known, tries)
      if (wait === null) this.#needs.log(`a push to ${device} was given up (${known.code})`)
      if (known.code === 'push.gone') this.#needs.gone(device)
      return wait
    }
  }
}

const waitAfter = ({ code, retryAfter }: HearthError, tries: number): number | null => {
  const next = PUSH_RETRIES_MS[tries]
  const passes = retryAfter !== undefined || code === 'relay.unreachable'
  if (!passes || next === undefined || (retryAfter ?? 0) > MAX_RETRY_WAIT_MS) return null
  return Math.max(next, retryAfter ?? 0)
}
