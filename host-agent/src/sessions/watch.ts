import type { QuietStatus } from '@hearth/shared/session'
import type { AgentSession } from '../agents/driver.ts'
import type { Clock } from './clock.ts'
import { ENDED_SETTLE_MS } from './limits.ts'
import { QuietWatch } from './quiet.ts'

interface WatchParts {
  readonly clock: Clock
  /** Does the turn wait for something else than its agent? */
  waits(): boolean
  quiet(how: { since: number; status: QuietStatus }): void
  /** The agent's process is gone. */
  ended(): void
  /** Its driver has not said how the turn ended since. */
  late(): void
  report(error: unknown): void
}

/** Watches the agent session of one turn: whether anything is heard of it, and whether its process lives. */
export class Watch {
  readonly #quiet: QuietWatch
  #cancelLate: (() => void) | null = null
  #over = false

  constructor(session: AgentSession, parts: WatchParts) {
    const { clock, waits, quiet, report } = parts
    this.#quiet = new QuietWatch({ clock, waits, tell: quiet, status: () => session.status() })
    session.ended.then(() => {
      if (this.#over) return
      this.#cancelLate = clock.after(ENDED_SETTLE_MS, parts.late)
      parts.ended()
    }, report)
  }

  heard(): void {
    this.#quiet.heard()
  }

  end(): void {
    this.#over = true
    this.#quiet.end()
    this.#cancelLate?.()
  }
}
