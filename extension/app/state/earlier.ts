import type { SessionEvent, SessionState, Turn } from '@hearth/shared/session'
import { MAX_HELD_TURNS } from './limits.ts'

/**
 * Turns before those that a follow keeps. A follow trims what it holds, and its state is the cursor of the wire, so
 * pages of history live beside it: `before` turns, then `turns`, then the follow's own, without a gap.
 */
export interface Earlier {
  readonly turns: readonly Turn[]
  /** Turns before those. */
  readonly before: number
}

/** Nothing but what the follow has. */
export const noEarlier = (state: SessionState | null): Earlier => ({ turns: [], before: state?.earlier ?? 0 })

/** As many earlier turns as the follow counts, none of them held. */
export const countedEarlier = (held: Earlier, state: SessionState): Earlier =>
  held.before === state.earlier ? held : noEarlier(state)

/** Number of the first turn of a state; `Infinity` when it has none. */
export const firstTurn = ({ settled, current, queued }: SessionState): number =>
  settled[0]?.n ?? current?.n ?? queued[0]?.n ?? Infinity

/** Number of the first turn that is held, of a page or by the follow: a page of history ends right before it. */
export const firstHeld = (held: Earlier, state: SessionState): number => held.turns[0]?.n ?? firstTurn(state)

/** A page of history, before what is held. One that is empty or does not end right where that begins is not taken: null. */
export const withPage = (
  held: Earlier,
  state: SessionState,
  page: { readonly turns: readonly Turn[]; readonly earlier: number },
): Earlier | null => {
  const first = firstHeld(held, state)
  const fits =
    page.turns.length > 0 &&
    page.earlier + page.turns.length === held.before &&
    page.turns.every(({ n }) => n < first)
  if (!fits) return null
  return { turns: [...page.turns, ...held.turns], before: page.earlier }
}

/** What a follow has trimmed away joins the pages before it. Null where that would leave a gap or be too many. */
export const withTrimmed = (held: Earlier, from: SessionState | null, to: SessionState): Earlier | null => {
  if (held.before + held.turns.length === to.earlier) return held
  const first = firstTurn(to)
  const trimmed = from?.settled.filter(({ n }) => n < first) ?? []
  const turns = [...held.turns, ...trimmed]
  const whole = held.before + turns.length === to.earlier
  return whole && turns.length <= MAX_HELD_TURNS ? { turns, before: held.before } : null
}

/** One turn as the host has it now. */
export const withTurn = (held: Earlier, turn: Turn): Earlier => ({
  ...held,
  turns: held.turns.map((old) => (old.n === turn.n ? turn : old)),
})

/** Numbers of the turns before `first` that events are about: the follow does not hold those, so they pass it by. */
export const touchedBefore = (first: number, events: readonly SessionEvent[]): number[] =>
  events.flatMap((event) =>
    'turn' in event && event.turn !== undefined && event.turn < first ? [event.turn] : [],
  )

/**
 * What is shown: the follow's state with the pages before it. Joins lists only when one of them changed, so a delta
 * costs the same however much was scrolled.
 */
export const joiner = (): ((held: Earlier, state: SessionState) => SessionState) => {
  let last: { older: readonly Turn[]; newer: readonly Turn[]; joined: Turn[] } | undefined
  return (held, state) => {
    if (held.turns.length === 0) return state
    if (last?.older !== held.turns || last.newer !== state.settled) {
      last = { older: held.turns, newer: state.settled, joined: [...held.turns, ...state.settled] }
    }
    return { ...state, earlier: held.before, settled: last.joined }
  }
}
