import { HearthError } from '@hearth/shared/protocol'
import { type SessionState, trim } from '@hearth/shared/session'
import { MAX_TURN_PAGE } from '../limits.ts'
import type { EventRow } from '../store/event-rows.ts'
import type { TurnRows } from '../store/turn-rows.ts'
import type { Feed } from './api.ts'
import type { Ledger } from './ledger.ts'

/** A state with its last `turns` settled turns, read from their table. */
const withTurns = (ledger: Ledger, rows: TurnRows, turns: number): SessionState => {
  const state = ledger.state
  const missing = Math.min(turns, MAX_TURN_PAGE) - state.settled.length
  if (missing <= 0) return trim(state, turns)
  const older = rows.before(ledger.num, state.settled[0]?.n ?? Number.MAX_SAFE_INTEGER, missing)
  return { ...state, earlier: state.earlier - older.length, settled: [...older, ...state.settled] }
}

/** A cursor into one session's log. */
export class LedgerFeed implements Feed {
  readonly #ledger: Ledger
  readonly #rows: TurnRows
  readonly #closed: () => void
  #cursor: number

  /** @throws HearthError `host.cursor` when `after` lies beyond the log's end */
  constructor(ledger: Ledger, rows: TurnRows, after: number, closed: () => void) {
    if (!Number.isInteger(after) || after < 0 || after > ledger.state.seq)
      throw new HearthError('host.cursor')
    this.#ledger = ledger
    this.#rows = rows
    this.#cursor = after
    this.#closed = closed
  }

  get cursor(): number {
    return this.#cursor
  }

  read(maxBytes: number): EventRow[] {
    const rows: EventRow[] = []
    let bytes = 0
    for (const row of this.#ledger.read(this.#cursor)) {
      if (rows.length > 0 && bytes + row.packed.length > maxBytes) break
      rows.push(row)
      bytes += row.packed.length
    }
    this.#cursor += rows.length
    return rows
  }

  snapshot(turns: number): SessionState {
    const state = withTurns(this.#ledger, this.#rows, turns)
    this.#cursor = state.seq
    return state
  }

  close(): void {
    this.#closed()
  }
}
