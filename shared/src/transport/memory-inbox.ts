/** What a memory relay has yet to hand to one line, in order; it can stall and be slow like a network. */
export class Inbox {
  #queue: (() => void)[] = []
  #stalled = 0
  #scheduled = false
  readonly #delayMs: () => number

  constructor(delayMs: () => number) {
    this.#delayMs = delayMs
  }

  push(deliver: () => void): void {
    this.#queue.push(deliver)
    this.#schedule()
  }

  /** Stops handing out until the returned function is called. */
  stall(): () => void {
    this.#stalled++
    let held = true
    return () => {
      if (!held) return
      held = false
      this.#stalled--
      this.#schedule()
    }
  }

  #schedule(): void {
    if (this.#scheduled || this.#stalled > 0 || this.#queue.length === 0) return
    this.#scheduled = true
    const delay = this.#delayMs()
    if (delay > 0) setTimeout(() => this.#drain(), delay)
    else queueMicrotask(() => this.#drain())
  }

  #drain(): void {
    this.#scheduled = false
    const batch = this.#queue
    this.#queue = []
    for (const [at, deliver] of batch.entries()) {
      if (this.#stalled > 0) {
        this.#queue = [...batch.slice(at), ...this.#queue]
        return
      }
      deliver()
    }
    this.#schedule()
  }
}
