/** Time as the sessions see it; tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `run` after `ms`, unless the returned function is called first. */
  after(ms: number, run: () => void): () => void
}

/** The machine's clock. Waiting keeps no process alive. */
export const systemClock: Clock = {
  now: Date.now,
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
