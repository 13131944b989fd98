import type { OutboxEntry } from '@hearth/shared/link'
import type { SessionState, Turn, TurnNotice } from '@hearth/shared/session'
import type { Row } from './row.ts'
import { foldsTogether } from './runs.ts'
import { noticeRows, turnRows, wasWithdrawn } from './turn-rows.ts'

/** Settled turns don't change: their rows are made once, and stay the same objects. */
const made = new WeakMap<Turn, { readonly joined: readonly Turn[]; readonly rows: readonly Row[] }>()

const NOBODY: readonly Turn[] = []

const rowsOfTurn = (turn: Turn, joined: readonly Turn[] = NOBODY): readonly Row[] => {
  const known = made.get(turn)
  // A prompt that joins a turn changes nothing else of it.
  const isSame = known?.joined.length === joined.length && joined.every((one, i) => one === known.joined[i])
  if (known !== undefined && isSame) return known.rows
  const rows = turnRows(turn, joined)
  made.set(turn, { joined, rows })
  return rows
}

/** Prompts that were taken into other turns, by the turn that took them; only as far as that is loaded. */
const joinedInto = ({ settled, current }: SessionState): ReadonlyMap<number, readonly Turn[]> => {
  const joins = new Map<number, readonly Turn[]>()
  for (const turn of settled) {
    const into = turn.joined?.turn
    const isHere = into !== undefined && (current?.n === into || settled.some(({ n }) => n === into))
    if (isHere) joins.set(into, [...(joins.get(into) ?? NOBODY), turn])
  }
  return joins
}

const startOf = ({ startedAt, settledAt }: Turn): number => startedAt ?? settledAt ?? Infinity

/** Settled turns in the order in which they ran: that of their numbers, unless the queue was put into another. */
const asTheyRan = (settled: readonly Turn[]): readonly Turn[] => {
  const isInOrder = settled.every((turn, i) => i === 0 || startOf(settled[i - 1] as Turn) <= startOf(turn))
  return isInOrder ? settled : [...settled].sort((a, b) => startOf(a) - startOf(b))
}

/** The turns that the transcript shows, in order. What is queued behind others waits above the composer instead. */
const shownTurns = ({ settled, current, queued }: SessionState): readonly Turn[] => {
  const past = asTheyRan(settled)
  const next = current ?? queued[0]
  if (next === undefined) return past
  // Withdrawn behind a turn that goes on: told when that one has ended, so that what streams is last.
  return [...past.filter((turn) => turn.n < next.n || !wasWithdrawn(turn)), next]
}

/** Prompts that wait for their turn, and those that the host has not admitted; what the transcript shows is left out. */
export interface Waiting {
  readonly queued: readonly Turn[]
  readonly outgoing: readonly OutboxEntry[]
}

/** Prompts that have no turn here yet: the word that one was admitted may come after its turn. */
const withoutTurn = (state: SessionState, outbox: readonly OutboxEntry[]): readonly OutboxEntry[] => {
  if (outbox.length === 0) return outbox
  const { settled, current, queued } = state
  const ids = new Set([...settled, ...queued, ...(current ? [current] : [])].map(({ prompt }) => prompt.id))
  return outbox.some(({ id }) => ids.has(id)) ? outbox.filter(({ id }) => !ids.has(id)) : outbox
}

/** What waits above the composer. `outbox`: this session's prompts that are not admitted yet. */
export const waitingOf = (state: SessionState, outbox: readonly OutboxEntry[]): Waiting => {
  const outgoing = withoutTurn(state, outbox)
  if (state.current !== null) return { queued: state.queued, outgoing }
  if (state.queued.length > 0) return { queued: state.queued.slice(1), outgoing }
  return { queued: [], outgoing: outgoing.slice(1) }
}

/** Notices of the session, by the turn before which they stand (`turns.length`: at the end). */
const placed = (state: SessionState, turns: readonly Turn[]): Map<number, TurnNotice[]> => {
  const places = new Map<number, TurnNotice[]>()
  const first = turns[0]?.prompt.at ?? 0
  for (const notice of state.notices) {
    // It belongs to turns that are not loaded.
    if (state.earlier > 0 && notice.at < first) continue
    const found = turns.findIndex((turn) => turn.prompt.at > notice.at)
    const at = found < 0 ? turns.length : found
    places.set(at, [...(places.get(at) ?? []), notice])
  }
  return places
}

/**
 * The transcript's rows, oldest first. Pure; depends on nothing that a delta of text changes (see `shapeOf`).
 * `outbox`: this session's prompts that are not admitted yet. A turn that was retried elsewhere keeps its rows.
 */
export const rowsOf = (state: SessionState, outbox: readonly OutboxEntry[]): readonly Row[] => {
  const joins = joinedInto(state)
  const inside = new Set([...joins.values()].flat())
  const turns = shownTurns(state).filter((turn) => !inside.has(turn))
  const notices = placed(state, turns)
  const rows: Row[] = []
  turns.forEach((turn, i) => {
    const before = notices.get(i)
    if (before !== undefined) rows.push(...noticeRows(0, before))
    for (const row of rowsOfTurn(turn, joins.get(turn.n))) rows.push(row)
  })
  rows.push(...noticeRows(0, notices.get(turns.length) ?? []))
  const first = withoutTurn(state, outbox)[0]
  if (first !== undefined && state.current === null && state.queued.length === 0) {
    rows.push({ type: 'prompt', key: `p:${first.id}`, prompt: first.id, turn: null })
  }
  return rows
}

/** What of a live turn its rows depend on besides the finished blocks; equal for every delta of text. */
const shapeOfTurn = (turn: Turn | null | undefined): string => {
  if (!turn) return ''
  const open = turn.open.map((block) => `${block.n}${foldsTogether(block) ? 'f' : ''}`)
  const answered = turn.requests.filter(({ outcome }) => outcome !== null).length
  const notice = turn.notices.at(-1)?.at ?? 0
  return [turn.n, turn.state, turn.memory, turn.digest?.to, open, answered, turn.notices.length, notice].join(
    ' ',
  )
}

/**
 * What of a state `rowsOf` depends on, besides the identities of `settled`, `notices` and the current turn's
 * finished `blocks`. Costs the same however long the transcript is.
 */
export const shapeOf = (state: SessionState): string =>
  // A turn that is queued again keeps what it had done: no identity above tells of that.
  `${state.earlier > 0} ${shapeOfTurn(state.current)} ${shapeOfTurn(state.queued[0])} ${state.queued[0]?.blocks.length}`
