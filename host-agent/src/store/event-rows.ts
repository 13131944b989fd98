import type { SessionEvent } from '@hearth/shared/session'
import { LOG_PAGE_EVENTS } from '../limits.ts'
import { decodeEvent } from './codec.ts'
import type { HostDatabase } from './open.ts'

/** An event with the form in which it is stored and sent. */
export interface EventRow {
  readonly seq: number
  readonly packed: Uint8Array
  readonly event: SessionEvent
}

/** Rows of one statement: one call for many rows costs half of a call for each. */
const GROUP = 16

/** The event table. Writing methods run inside the caller's transaction. */
export interface EventRows {
  insert(session: number, rows: readonly EventRow[]): void
  /** Events after `after`, at most a page of them. */
  page(session: number, after: number): EventRow[]
  /** The last event's number, 0 when there is none. */
  last(session: number): number
}

export const createEventRows = (db: HostDatabase): EventRows => {
  const one = db.prepare('INSERT INTO event (session, seq, body) VALUES (?, ?, ?)')
  const many = db.prepare(
    `INSERT INTO event (session, seq, body) VALUES ${Array(GROUP).fill('(?, ?, ?)').join(', ')}`,
  )
  const page = db.prepare('SELECT seq, body FROM event WHERE session = ? AND seq > ? ORDER BY seq LIMIT ?')
  const last = db.prepare('SELECT max(seq) AS last FROM event WHERE session = ?')
  return {
    insert: (session, rows) => {
      let at = 0
      for (; at + GROUP <= rows.length; at += GROUP)
        many.run(...rows.slice(at, at + GROUP).flatMap(({ seq, packed }) => [session, seq, packed]))
      for (const { seq, packed } of rows.slice(at)) one.run(session, seq, packed)
    },
    page: (session, after) =>
      (page.all(session, after, LOG_PAGE_EVENTS) as { seq: number; body: ArrayBuffer }[]).map(
        (row) => new StoredRow(row.seq, new Uint8Array(row.body)),
      ),
    last: (session) => (last.get(session) as { last: number | null }).last ?? 0,
  }
}

/** A row that was read. Devices get it as it is stored, so it is unpacked only where somebody looks inside. */
class StoredRow implements EventRow {
  readonly seq: number
  readonly packed: Uint8Array
  #event: SessionEvent | null = null

  constructor(seq: number, packed: Uint8Array) {
    this.seq = seq
    this.packed = packed
  }

  get event(): SessionEvent {
    this.#event ??= decodeEvent(this.packed)
    return this.#event
  }
}
