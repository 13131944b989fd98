import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createEventRows,
  createGroupCommit,
  deltaCost,
  type EventRow,
  encodeEvent,
  openDatabase,
} from '@hearth/host-agent'
import Database from 'libsql'
import type { Bench } from '../bench.ts'
import type { Row } from '../row.ts'

const WRITERS = 64
const EVENTS = 12_800
const REPLAY = 10_000
/** Rows of one transaction of the baseline: the batch at which SQLite's inserts stop getting cheaper. */
const BATCH = 100
/** Lengths of the logs whose cost per delta is compared. */
const SHORT = 1_000
const LONG = 1_000_000

const makeRow = (seq: number): EventRow => {
  const text = randomBytes(750).toString('base64')
  const event = { type: 'text', seq, turn: 1, block: 0, kind: 'message', text } as const
  return { seq, event, packed: encodeEvent(event) }
}

const rate = async (count: number, run: () => void | Promise<void>): Promise<number> => {
  const start = performance.now()
  await run()
  return (count / (performance.now() - start)) * 1000
}

/** Appends as the host does: each writer waits until its event is durable, and all writers share commits. */
const appendOurs = async (file: string, rows: readonly EventRow[]): Promise<number> => {
  const db = openDatabase(file)
  const events = createEventRows(db)
  const commit = createGroupCommit(db, (error) => {
    throw error
  })
  const each = rows.length / WRITERS
  const writer = (session: number) => {
    const mine = rows.slice(session * each, (session + 1) * each)
    return new Promise<void>((resolve, reject) => {
      let at = 0
      const participant = {
        get due() {
          return false
        },
        plan: () => {
          const row = mine[at]
          if (row === undefined) return null
          return {
            events: 1,
            write: () => events.insert(session, [row]),
            committed: () => {
              at++
              if (at < mine.length) commit.enlist(participant)
              else resolve()
            },
            failed: reject,
          }
        },
      }
      commit.enlist(participant)
    })
  }
  const result = await rate(rows.length, async () => {
    await Promise.all(Array.from({ length: WRITERS }, (_, session) => writer(session)))
  })
  commit.close()
  db.close()
  return result
}

/** The least that durable appends can cost here: one writer, prepared insert, batches; rows of `sessions` in turn. */
const appendRaw = (file: string, rows: readonly EventRow[], sessions: number): Promise<number> => {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(
    'CREATE TABLE event (session INTEGER, seq INTEGER, body BLOB, PRIMARY KEY (session, seq)) WITHOUT ROWID',
  )
  const insert = db.prepare('INSERT INTO event (session, seq, body) VALUES (?, ?, ?)')
  const batch = db.transaction((part: readonly EventRow[]) => {
    for (const { seq, packed } of part) insert.run(seq % sessions, seq, packed)
  })
  return rate(rows.length, () => {
    for (let at = 0; at < rows.length; at += BATCH) batch(rows.slice(at, at + BATCH))
  }).finally(() => db.close())
}

/** Replays one session as a returning device causes it, decoded, against a bare SELECT of the same rows. */
const replay = async (file: string): Promise<Row['rounds'][number]> => {
  const db = openDatabase(file)
  const events = createEventRows(db)
  db.transaction(() =>
    events.insert(
      1_000,
      Array.from({ length: REPLAY }, (_, n) => makeRow(n + 1)),
    ),
  )()
  const baseline = await rate(REPLAY, () => {
    db.prepare('SELECT seq, body FROM event WHERE session = ? ORDER BY seq').all(1_000)
  })
  const ours = await rate(REPLAY, () => {
    // A row is decoded where its event is looked at.
    for (let after = 0; after < REPLAY; )
      after = events.page(1_000, after).reduce((_, row) => row.event.seq, REPLAY)
  })
  db.close()
  return { ours, baseline }
}

/** The host's log: durable appends of many sessions, and replay. */
export const logBench: Bench = async ({ rounds, say }) => {
  const appends: Row['rounds'][number][] = []
  const scatter: Row['rounds'][number][] = []
  const replays: Row['rounds'][number][] = []
  const deltas: Row['rounds'][number][] = []
  for (let round = 1; round <= rounds; round++) {
    say(`  round ${round}`)
    deltas.push({ ours: await deltaCost(LONG), baseline: await deltaCost(SHORT) })
    const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
    try {
      const rows = Array.from({ length: EVENTS }, (_, n) => makeRow(n + 1))
      const ours = await appendOurs(join(folder, 'ours.db'), rows)
      appends.push({ ours, baseline: await appendRaw(join(folder, 'raw.db'), rows, WRITERS) })
      scatter.push({ ours, baseline: await appendRaw(join(folder, 'one.db'), rows, 1) })
      replays.push(await replay(join(folder, 'ours.db')))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return [
    {
      metric: `Log, durable appends of 1 KB by ${WRITERS} sessions`,
      ratio: `events per second, ours / the same rows by one writer in batches of ${BATCH}; higher is better`,
      better: 'higher',
      goal: 0.5,
      unit: 'events/s',
      rounds: appends,
    },
    {
      metric: 'The same against one session’s rows, which lie side by side in the file',
      ratio: 'as above; what keeping each session’s events together costs when all write at once',
      better: 'higher',
      goal: null,
      unit: 'events/s',
      rounds: scatter,
    },
    {
      metric: `Log, replay of ${REPLAY} events, read and decoded`,
      ratio: 'events per second, ours / a bare SELECT; higher is better',
      better: 'higher',
      goal: 0.5,
      unit: 'events/s',
      rounds: replays,
    },
    {
      metric: 'Log, one more durable delta after 1,000,000 events',
      ratio:
        'µs per delta, through the session’s state and a commit of its own / after 1,000 events; lower is better',
      better: 'lower',
      goal: 1.1,
      unit: 'µs',
      rounds: deltas,
    },
  ]
}
