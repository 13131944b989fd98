import type { SessionState, Turn } from './state.ts'

/**
 * The state with only its last `keepTurns` settled turns; the others count as `earlier`. Turns that settled out of
 * order (a queued one that was taken back) stay while an older one lives, so that no gap can arise behind it.
 * Trimming before or after reducing a tail gives the same, once both are trimmed.
 */
export const trim = (state: SessionState, keepTurns: number): SessionState => {
  const oldestLive = Math.min(state.current?.n ?? Infinity, ...state.queued.map((turn) => turn.n))
  const newer = state.settled.filter((turn) => turn.n > oldestLive).length
  const drop = state.settled.length - Math.max(keepTurns, newer)
  if (drop <= 0) return state
  return { ...state, earlier: state.earlier + drop, settled: state.settled.slice(drop) }
}

/** Turns of the log before turn `before`, at most `limit`, as a page of history: what `prepend` takes. */
export const historyPage = (
  state: SessionState,
  before: number,
  limit: number,
): { turns: Turn[]; earlier: number } => {
  const older = state.settled.filter((turn) => turn.n < before)
  const turns = older.slice(Math.max(0, older.length - limit))
  return { turns, earlier: state.earlier + older.length - turns.length }
}

/**
 * Puts a page of history before the loaded turns. `earlier` counts the turns before the page. Turns that are loaded
 * already are left out, so that a page which came twice does no harm.
 */
export const prepend = (state: SessionState, turns: readonly Turn[], earlier: number): SessionState => {
  const first = state.settled[0]?.n ?? Infinity
  const older = turns.filter((turn) => turn.n < first)
  if (older.length === 0) return state
  return { ...state, earlier, settled: [...older, ...state.settled] }
}
