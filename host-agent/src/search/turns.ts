import type { HostDatabase } from '../store/open.ts'

/** A settled turn as it is stored: JSON. */
export interface StoredTurn {
  readonly n: number
  /** Of `body`, in bytes. */
  readonly size: number
}

/** The settled turns of the host's sessions, for reading along. */
export interface StoredTurns {
  /** The number under which a session's turns are kept; undefined when there is no such session. */
  number(session: string): number | undefined
  /** Its turns, newest first, without their bodies. */
  list(session: number): StoredTurn[]
  body(session: number, n: number): Buffer | undefined
}

/** Reads the tables of `store/` and nothing more. */
export const storedTurns = (db: HostDatabase): StoredTurns => {
  const number = db.prepare('SELECT num FROM session WHERE id = ?')
  const list = db.prepare('SELECT n, length(body) AS size FROM turn WHERE session = ? ORDER BY n DESC')
  const body = db.prepare('SELECT body FROM turn WHERE session = ? AND n = ?')
  return {
    number: (session) => (number.get(session) as { num: number } | undefined)?.num,
    list: (session) => list.all(session) as StoredTurn[],
    body: (session, n) => (body.get(session, n) as { body: Buffer } | undefined)?.body,
  }
}
