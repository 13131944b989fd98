import type { SessionSummary } from '@hearth/shared/protocol'
import { isSettled, type TurnOutcome } from '@hearth/shared/session'
import type { Clock } from '../sessions/clock.ts'
import { DEBOUNCE_MS } from './limits.ts'

/** A turn's end that somebody may want to hear of. */
export interface TurnEnd {
  readonly session: string
  readonly title: string
  readonly outcome: Exclude<TurnOutcome, 'cancelled'>
}

/** What is told of ends is what still is one a moment later. */
export interface TurnEndsNeeds {
  readonly clock: Clock
  summary(session: string): SessionSummary | undefined
  ended(end: TurnEnd): void
}

/**
 * Notices where a session's work has come to an end: done with nothing queued, failed, or not known. A turn that a
 * person stopped is none.
 */
export class TurnEnds {
  readonly #needs: TurnEndsNeeds
  readonly #states = new Map<string, SessionSummary['state']>()
  readonly #waiting = new Map<string, () => void>()

  constructor(needs: TurnEndsNeeds, sessions: readonly SessionSummary[]) {
    this.#needs = needs
    for (const { id, state } of sessions) this.#states.set(id, state)
  }

  /** A session's line has changed. */
  changed(line: SessionSummary): void {
    const before = this.#states.get(line.id) ?? null
    this.#states.set(line.id, line.state)
    // Another title of a session whose turn has ended: the end is planned, or told.
    if (before === line.state && before !== null && isSettled(before)) return
    this.#waiting.get(line.id)?.()
    this.#waiting.delete(line.id)
    if (endOf(line) === null || (before !== null && isSettled(before))) return
    const cancel = this.#needs.clock.after(DEBOUNCE_MS, () => this.#tell(line.id))
    this.#waiting.set(line.id, cancel)
  }

  close(): void {
    for (const cancel of this.#waiting.values()) cancel()
    this.#waiting.clear()
  }

  #tell(session: string): void {
    this.#waiting.delete(session)
    const now = this.#needs.summary(session)
    const end = now === undefined ? null : endOf(now)
    if (end !== null) this.#needs.ended(end)
  }
}

const endOf = ({ id, title, state, queued }: SessionSummary): TurnEnd | null => {
  if (state === null || !isSettled(state) || state === 'cancelled') return null
  if (state === 'completed' && queued > 0) return null
  return { session: id, title, outcome: state }
}
