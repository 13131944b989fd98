import type { QuietStatus } from '@hearth/shared/session'
import { AgentError, type AgentStatus } from '../agents/driver.ts'
import type { Clock } from './clock.ts'
import { QUIET_AGAIN_MS, QUIET_ASK_MS, QUIET_MS } from './limits.ts'

export interface QuietParts {
  readonly clock: Clock
  /** Does the turn wait for a person? Then nothing has to be heard. */
  waits(): boolean
  /** Asks the agent itself. */
  status(): Promise<AgentStatus>
  /** Nothing was heard since `since` (ms since the epoch). Told again while it lasts. */
  tell(quiet: { since: number; status: QuietStatus }): void
}

/**
 * Watches one running turn for silence. It only tells: a turn is never ended for being quiet.
 * `heard` is called for every event of the turn and costs one look at the clock.
 */
export class QuietWatch {
  readonly #parts: QuietParts
  #since: number
  /** Counts what was heard, so that an answer can be dropped that came after news. */
  #news = 0
  #cancel: (() => void) | null = null
  #over = false

  constructor(parts: QuietParts) {
    this.#parts = parts
    this.#since = parts.clock.now()
    this.#wait(QUIET_MS)
  }

  /** Something was heard of the turn, or a person answered it. */
  heard(): void {
    this.#since = this.#parts.clock.now()
    this.#news += 1
  }

  /** The turn is over. */
  end(): void {
    this.#over = true
    this.#cancel?.()
  }

  #wait(ms: number): void {
    this.#cancel = this.#parts.clock.after(ms, () => this.#due())
  }

  #due(): void {
    if (this.#over) return
    if (this.#parts.waits()) this.heard()
    const left = this.#since + QUIET_MS - this.#parts.clock.now()
    if (left > 0) return this.#wait(left)
    this.#ask()
  }

  #ask(): void {
    const news = this.#news
    let answered = false
    const answer = (status: QuietStatus): void => {
      if (answered || this.#over) return
      answered = true
      this.#cancel?.()
      this.#wait(QUIET_AGAIN_MS)
      if (news !== this.#news || this.#parts.waits()) return
      this.#parts.tell({ since: this.#since, status })
    }
    this.#cancel = this.#parts.clock.after(QUIET_ASK_MS, () => answer('silent'))
    this.#status().then(answer, (error: unknown) => answer(silentOr(error)))
  }

  async #status(): Promise<AgentStatus> {
    return this.#parts.status()
  }
}

/** An agent that does not answer is silent; of one that can't be asked nothing is known. */
const silentOr = (error: unknown): QuietStatus =>
  error instanceof AgentError && error.code === 'agent.unresponsive' ? 'silent' : 'unknown'
