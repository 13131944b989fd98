import { randomBytes } from 'node:crypto'
import { NEXT_CHALLENGE_MS } from '@hearth/shared/crypto/login'
import { MAX_TICKETS } from '@hearth/shared/transport/limits'
import type { Challenge } from '@hearth/shared/transport/relay-wire'
import { MAX_NEXT_CHALLENGES } from '../limits.ts'

/** A new challenge, made at `now` (ms). */
export const newChallenge = (now: number): Challenge => ({
  challenge: randomBytes(32).toString('hex'),
  t: now,
})

/**
 * Challenges given in advance to a logged-in key for its next login: single use, kept in memory only. Losing
 * them costs their owners one round trip.
 */
export class NextChallenges {
  readonly #kept = new Map<string, { key: string; t: number }>()
  readonly #byKey = new Map<string, string[]>()

  give(key: string, now: number): Challenge {
    const next = newChallenge(now)
    const mine = this.#byKey.get(key) ?? []
    mine.push(next.challenge)
    this.#byKey.set(key, mine)
    this.#kept.set(next.challenge, { key, t: now })
    const tooMany = mine.length > MAX_TICKETS ? mine[0] : undefined
    if (tooMany) this.#drop(tooMany)
    const [oldest] = this.#kept.keys()
    if (oldest && this.#kept.size > MAX_NEXT_CHALLENGES) this.#drop(oldest)
    return next
  }

  /** Spends a challenge. Undefined when it was not given to this key, has been used or is too old. */
  spend(challenge: string, key: string, now: number): Challenge | undefined {
    const found = this.#kept.get(challenge)
    if (!found) return undefined
    this.#drop(challenge)
    if (found.key !== key || now >= found.t + NEXT_CHALLENGE_MS) return undefined
    return { challenge, t: found.t }
  }

  get size(): number {
    return this.#kept.size
  }

  #drop(challenge: string): void {
    const key = this.#kept.get(challenge)?.key
    this.#kept.delete(challenge)
    if (key === undefined) return
    const left = (this.#byKey.get(key) ?? []).filter((other) => other !== challenge)
    if (left.length > 0) this.#byKey.set(key, left)
    else this.#byKey.delete(key)
  }
}
