import { HearthError } from '@hearth/shared/protocol'
import type { TurnRows } from '../store/turn-rows.ts'
import type { Inbox } from './inbox.ts'
import type { Change } from './ledger.ts'

type Choice = 'retry' | 'abandon'

/** Takes a person's decision about turns that ended `unknown`. Each is decided once; the same choice again is harmless. */
export class Resolver {
  readonly #turns: TurnRows
  readonly #inbox: Inbox
  readonly #now: () => number
  /** Decided in a batch that is not durable yet. */
  readonly #pending = new Map<string, Choice>()

  constructor(turns: TurnRows, inbox: Inbox, now: () => number) {
    this.#turns = turns
    this.#inbox = inbox
    this.#now = now
  }

  /**
   * Runs inside a change. Gives the new turn of a retry, null for `abandon`.
   * @throws HearthError `host.turn_state`, `host.queue_full`
   */
  resolve(change: Change, session: number, n: number, choice: Choice, by: string): number | null {
    const turn = this.#turns.get(session, n)
    if (turn?.state !== 'unknown') throw new HearthError('host.turn_state')
    const id = `${session}/${n}`
    const made = turn.resolved ?? this.#pending.get(id) ?? null
    if (made !== null && made !== choice) throw new HearthError('host.turn_state')
    if (made === null) {
      change.emit({ type: 'turn.resolved', at: this.#now(), turn: n, choice, by })
      this.#pending.set(id, choice)
      change.done(() => this.#pending.delete(id))
    }
    return choice === 'retry' ? this.#inbox.retry(change, session, turn, by) : null
  }
}
