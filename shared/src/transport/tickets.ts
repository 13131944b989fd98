import { NEXT_CHALLENGE_MS } from '../crypto/limits.ts'
import { MAX_TICKETS } from './limits.ts'
import type { Challenge } from './relay-wire.ts'

interface Ticket extends Challenge {
  expiresAt: number
}

/** Challenges that a relay gave in advance: each is good for one login of one key at one relay. */
export class Tickets {
  readonly #kept = new Map<string, Ticket[]>()

  /** Keeps a challenge, `now` in ms of this machine's clock; the oldest makes room. */
  keep(origin: string, key: string, next: Challenge, now: number): void {
    const kept = this.#kept.get(`${origin} ${key}`) ?? []
    kept.push({ ...next, expiresAt: now + NEXT_CHALLENGE_MS })
    this.#kept.set(`${origin} ${key}`, kept.slice(-MAX_TICKETS))
  }

  /** Takes out the youngest challenge that is still good. */
  take(origin: string, key: string, now: number): Challenge | undefined {
    const kept = this.#kept.get(`${origin} ${key}`)
    const ticket = kept?.pop()
    return ticket && ticket.expiresAt > now ? { challenge: ticket.challenge, t: ticket.t } : undefined
  }
}
