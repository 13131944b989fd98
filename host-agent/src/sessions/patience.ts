import { START_BACKOFF_MS } from '../limits.ts'

/** One of a list of pauses; the last repeats. */
export const pauseOf = (pauses: readonly number[], count: number): number =>
  pauses[Math.min(count, pauses.length - 1)] ?? 0

/**
 * How an agent that failed to start is waited for in one session: it is left alone for a while, and prompts that
 * waited when it failed are not risked before it is back.
 */
export class Patience {
  #failed = 0
  #startAt = 0
  #heldUpTo: number

  /** Turns up to `heldUpTo` waited already: whether the agent is there is seen before one of them is begun. */
  constructor(heldUpTo: number) {
    this.#heldUpTo = heldUpTo
  }

  /** Milliseconds until it may be tried again. */
  wait(now: number): number {
    return Math.max(0, this.#startAt - now)
  }

  /** Must the agent be there before this turn begins? */
  holds(turn: number): boolean {
    return turn <= this.#heldUpTo
  }

  hold(upTo: number): void {
    this.#heldUpTo = Math.max(this.#heldUpTo, upTo)
  }

  /** What waits is begun all the same: the trouble is not one that passes. */
  letGo(): void {
    this.#heldUpTo = 0
  }

  delay(now: number): void {
    this.#startAt = now + pauseOf(START_BACKOFF_MS, this.#failed++)
  }

  /** The agent works. */
  over(): void {
    this.#failed = 0
  }
}

/** One `Patience` for each agent of a session. Turns up to `loadedUpTo` waited before anything was known of them. */
export const patienceOf = (loadedUpTo: number): ((agent: string) => Patience) => {
  const known = new Map<string, Patience>()
  return (agent) => {
    const patience = known.get(agent) ?? new Patience(loadedUpTo)
    known.set(agent, patience)
    return patience
  }
}
