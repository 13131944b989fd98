/** Waits `ms`, then runs; the returned function calls it off. */
export type After = (ms: number, run: () => void) => () => void

/** The machine's clock. Waiting keeps no process alive. */
export const systemAfter: After = (ms, run) => {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

/** Lets something go that nobody has used for a while. Uses may overlap; the time counts from the end of the last. */
export class Idle {
  private readonly spec: { ms: number; after: After; letGo(): void }
  private uses = 0
  private callOff: () => void = () => undefined

  constructor(spec: { ms: number; after: After; letGo(): void }) {
    this.spec = spec
  }

  /** Counts as used for as long as `work` takes. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.callOff()
    this.uses += 1
    try {
      return await work()
    } finally {
      this.uses -= 1
      if (this.uses === 0) {
        this.callOff()
        this.callOff = this.spec.after(this.spec.ms, this.spec.letGo)
      }
    }
  }

  stop(): void {
    this.callOff()
  }
}
