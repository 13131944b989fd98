import {
  type EventBody,
  reduce,
  type SessionState,
  type Turn,
  type TurnOutcome,
  trim,
} from '@hearth/shared/session'
import { encodeEvent } from '../store/codec.ts'
import type { EventRow } from '../store/event-rows.ts'
import type { Change } from './ledger.ts'
import { changesLine } from './summary.ts'

/** A change that waits to be made. */
export interface Job {
  run(change: Change): void
  resolve(): void
  reject(error: unknown): void
}

/** How the turn that settled last ended; which one is not known of a session that was just loaded. */
export interface Last {
  readonly outcome: TurnOutcome | null
  readonly turn: number | null
}

/** Is the turn one that has not settled? */
const isOpen = ({ current, queued }: SessionState, n: number): boolean =>
  current?.n === n || queued.some((turn) => turn.n === n)

/** What a batch of changes adds up to. */
export class Batch {
  readonly rows: EventRow[] = []
  readonly turns = new Map<number, Turn>()
  readonly writes: (() => void)[] = []
  readonly ends: (() => void)[] = []
  readonly acts: (() => void)[] = []
  readonly jobs: Job[] = []
  state: SessionState | null
  last: Last
  line = false
  settled = false

  constructor(state: SessionState | null, last: Last) {
    this.state = state
    this.last = last
  }

  emit(body: EventBody, earlier: (n: number) => Turn | null): number {
    const seq = (this.state?.seq ?? 0) + 1
    const event = { ...body, seq }
    const next = reduce(this.state, event)
    if (body.type === 'turn.settled') {
      const turn = next.settled.find((one) => one.n === body.turn)
      if (turn === undefined) throw new Error(`turn ${body.turn} can’t settle as ${body.outcome} here`)
      this.turns.set(turn.n, turn)
      this.last = { outcome: body.outcome, turn: body.turn }
      this.settled = true
    }
    if (body.type === 'turn.resolved') {
      const turn = next.settled.find((one) => one.n === body.turn) ?? earlier(body.turn)
      if (turn !== null) this.turns.set(turn.n, { ...turn, resolved: body.choice })
      // Nobody has to choose any more: the list must not go on to ask. A retry is a turn of its own.
      const newest = this.last.turn ?? next.earlier + next.settled.length
      if (body.turn === newest && this.last.outcome === 'unknown')
        this.last = { ...this.last, outcome: 'cancelled' }
    }
    if (body.type === 'notice' && body.turn !== undefined) {
      const settled = this.turns.get(body.turn) ?? (isOpen(next, body.turn) ? null : earlier(body.turn))
      if (settled !== null) {
        const [noted] = reduce({ ...next, seq: seq - 1, settled: [settled] }, event).settled
        if (noted !== undefined) this.turns.set(noted.n, noted)
      }
    }
    if (body.type === 'session.created') this.settled = true
    this.rows.push({ seq, event, packed: encodeEvent(event) })
    this.line ||= changesLine(body)
    // Settled turns live in their table; the state in memory stays small however long the session is.
    this.state = trim(next, 0)
    return seq
  }
}
