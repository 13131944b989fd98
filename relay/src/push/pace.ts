import { COUNTED_PUSHERS, PUSH_BURST, PUSHES_PER_SECOND } from '../limits.ts'

/** How fast each host may push: a bucket of tokens for each, refilled as time passes. */
export class PushPace {
  readonly #buckets = new Map<string, { tokens: number; at: number }>()
  readonly #now: () => number

  /** `now` in ms. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** One push of this room. Undefined: go ahead; else ms to wait. */
  take(room: string): number | undefined {
    const now = this.#now()
    const { tokens, at } = this.#buckets.get(room) ?? { tokens: PUSH_BURST, at: now }
    const have = Math.min(PUSH_BURST, tokens + ((now - at) / 1000) * PUSHES_PER_SECOND)
    const left = have >= 1 ? have - 1 : have
    this.#buckets.delete(room)
    this.#buckets.set(room, { tokens: left, at: now })
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined && this.#buckets.size > COUNTED_PUSHERS) this.#buckets.delete(oldest)
    return have >= 1 ? undefined : Math.ceil(((1 - have) / PUSHES_PER_SECOND) * 1000)
  }
}
