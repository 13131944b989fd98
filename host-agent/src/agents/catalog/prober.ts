import { PROBES_AT_ONCE } from '../limits.ts'
import type { Plan } from './plan.ts'
import { type Probed, type ProbePlace, probeAgent } from './probe.ts'

/** Looks at agents, one look at a time for each and PROBES_AT_ONCE in all, and keeps what was found last. */
export class Prober {
  private readonly place: ProbePlace
  private readonly found: () => void
  /** By plan: a look at what was set before may end after the look at what is set now. */
  private readonly latest = new WeakMap<Plan, Probed>()
  private readonly running = new Map<Plan, Promise<Probed>>()
  private readonly waiting: (() => void)[] = []
  private atOnce = 0

  /** `found` is called after each look. */
  constructor(place: ProbePlace, found: () => void) {
    this.place = place
    this.found = found
  }

  /** What was found last for this plan; null before. */
  get(plan: Plan): Probed | null {
    return this.latest.get(plan) ?? null
  }

  /** Looks now. Never rejects for what it finds. */
  probe(plan: Plan): Promise<Probed> {
    const running = this.running.get(plan)
    if (running !== undefined) return running
    const probing = this.probeNow(plan).finally(() => this.running.delete(plan))
    this.running.set(plan, probing)
    return probing
  }

  private async probeNow(plan: Plan): Promise<Probed> {
    while (this.atOnce >= PROBES_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve))
    this.atOnce += 1
    try {
      const probed = await probeAgent(plan, this.place)
      this.latest.set(plan, probed)
      this.found()
      return probed
    } finally {
      this.atOnce -= 1
      this.waiting.shift()?.()
    }
  }
}
