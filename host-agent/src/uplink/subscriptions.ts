import { HearthError } from '@hearth/shared/protocol'
import { MAX_SUBSCRIPTIONS } from './limits.ts'
import type { BulkSource } from './sender.ts'
import type { Subscription } from './subscription.ts'
import type { Outgoing } from './wire.ts'

/** A device's subscriptions, asked in turn so that none starves another. */
export class Subscriptions implements BulkSource {
  readonly #all = new Map<number, Subscription>()
  readonly #failed: (subscription: Subscription, error: unknown) => void

  /** `failed`: reading this session's log went wrong; the subscription is gone. */
  constructor(failed: (subscription: Subscription, error: unknown) => void) {
    this.#failed = failed
  }

  /** @throws {HearthError} `host.subscription` */
  assertFree(sub: number): void {
    if (this.#all.has(sub) || this.#all.size >= MAX_SUBSCRIPTIONS) throw new HearthError('host.subscription')
  }

  add(subscription: Subscription): void {
    this.#all.set(subscription.sub, subscription)
  }

  get(sub: number): Subscription | undefined {
    return this.#all.get(sub)
  }

  /** What the agents of a session offer has changed. True where this device reads it. */
  agentsChanged(session: string): boolean {
    const readers = [...this.#all.values()].filter((one) => one.session === session)
    for (const reader of readers) reader.agentsChanged()
    return readers.length > 0
  }

  remove(sub: number): void {
    this.#all.get(sub)?.close()
    this.#all.delete(sub)
  }

  next(): Outgoing | number | null {
    let soonest: number | null = null
    for (const subscription of [...this.#all.values()]) {
      const out = this.#nextOf(subscription)
      if (out === null) continue
      if (typeof out === 'number') {
        soonest = Math.min(soonest ?? out, out)
        continue
      }
      // To the end of the line.
      if (this.#all.delete(subscription.sub)) this.#all.set(subscription.sub, subscription)
      return out
    }
    return soonest
  }

  close(): void {
    for (const subscription of this.#all.values()) subscription.close()
    this.#all.clear()
  }

  #nextOf(subscription: Subscription): Outgoing | number | null {
    try {
      return subscription.next()
    } catch (error) {
      this.remove(subscription.sub)
      this.#failed(subscription, error)
      return null
    }
  }
}
