import type { AgentLink } from './agent-link.ts'
import type { EngineParts } from './engine-parts.ts'

/**
 * A session's place among the live agents of the host: taken just before an agent is needed, so that no turn is begun
 * that can't be done; while all places are at work, it is waited for.
 */
export class Room {
  readonly #parts: EngineParts
  readonly #come: () => void
  #taken: AgentLink | null = null
  #giveUp: (() => void) | null = null
  /** The turn of which people were told that it waits. */
  #told = 0

  /** `come` is called when there may be a place that was waited for. */
  constructor(parts: EngineParts, come: () => void) {
    this.#parts = parts
    this.#come = come
  }

  /** Takes a place for what `turn` needs now. Where there is none, people are told, once, and `come` is called later. */
  take(link: AgentLink, turn: number): boolean {
    if (link.reserve()) {
      this.#taken = link
      this.end()
      return true
    }
    this.#giveUp ??= this.#parts.pool.wait(() => {
      this.#giveUp = null
      this.#come()
    })
    this.#tell(turn)
    return false
  }

  /** Nothing is at work here: a place that was taken and is not in use goes to others. */
  rest(): void {
    this.#taken?.unreserve()
    this.#taken = null
  }

  /** No place is waited for any more. */
  end(): void {
    this.#giveUp?.()
    this.#giveUp = null
  }

  #tell(turn: number): void {
    if (this.#told === turn) return
    this.#told = turn
    const { ledger, clock, report } = this.#parts
    const text =
      'All agents that this host may run at once are at work. This session goes on when one of them is done.'
    ledger
      .submit(({ emit }) =>
        emit({ type: 'notice', at: clock.now(), level: 'info', code: 'agent.too_many', text }),
      )
      .catch(report)
  }
}
