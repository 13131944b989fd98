/** Counts what happens in each session within a window of time. */
export class Pace {
  readonly #windowMs: number
  readonly #times = new Map<string, number[]>()

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /** One more, at host time `now` (ms). Gives how many are in the window with it. */
  count(session: string, now: number): number {
    const times = (this.#times.get(session) ?? []).filter((at) => now - at < this.#windowMs)
    times.push(now)
    this.#times.set(session, times)
    return times.length
  }

  forget(session: string): void {
    this.#times.delete(session)
  }
}
