import type { EventBody, EventError, Joined, SessionState, TurnOutcome } from '@hearth/shared/session'
import { movingEvent, nextTurnState, type StopReason, settlingEvent } from '@hearth/shared/session'
import { LINE_MAX } from '../limits.ts'
import type { Change } from './ledger.ts'
import { clipLine, clipText } from './text.ts'

/** How a turn is to settle, in the log's words. */
export interface Ending {
  readonly outcome: TurnOutcome
  readonly stopReason?: StopReason
  readonly error?: EventError
  readonly joined?: Joined
}

/** The turn numbered `n` if it is the current one. */
export const currentTurn = (state: SessionState, n: number) => (state.current?.n === n ? state.current : null)

type Undated<T> = T extends unknown ? Omit<T, 'at' | 'turn'> : never

/** What is told of a turn while it runs. */
export type TurnNote = Undated<Extract<EventBody, { type: 'turn.stopping' | 'turn.quiet' }>>

/** Tells something of a turn as long as it is the current one. */
export const noteTurn = (change: Change, n: number, note: TurnNote, at: number): void => {
  if (currentTurn(change.state, n) !== null) change.emit({ ...note, at, turn: n })
}

/** Moves a turn if the turn table has a cell for it; false where it hasn't. */
export const moveTurn = (
  change: Change,
  n: number,
  to: 'queued' | 'steering' | 'starting' | 'running' | 'waiting',
  at: number,
): boolean => {
  const turn = currentTurn(change.state, n) ?? change.state.queued.find((one) => one.n === n)
  if (turn === undefined || nextTurnState(turn.state, movingEvent(turn.state, to)) === null) return false
  change.emit({ type: 'turn.moved', at, turn: n, to })
  return true
}

/**
 * Settles a turn: its open requests are withdrawn first. Gives the withdrawn requests; null where the turn table has
 * no cell for it (it has settled, or an outcome that can't be).
 */
export const settleTurn = (change: Change, n: number, ending: Ending, at: number): string[] | null => {
  const turn = currentTurn(change.state, n) ?? change.state.queued.find((one) => one.n === n)
  if (turn === undefined || nextTurnState(turn.state, settlingEvent(ending)) === null) return null
  const open = turn.requests.filter((request) => request.outcome === null).map((request) => request.id)
  for (const request of open)
    change.emit({ type: 'request.settled', at, turn: n, request, outcome: 'withdrawn', by: null })
  const { outcome, stopReason, error, joined } = ending
  change.emit({
    type: 'turn.settled',
    at,
    turn: n,
    outcome,
    ...(stopReason !== undefined && { stopReason }),
    ...(joined !== undefined && { joined }),
    ...(error !== undefined && {
      error: { code: clipLine(error.code, LINE_MAX), message: clipText(error.message, LINE_MAX) },
    }),
  })
  return open
}
