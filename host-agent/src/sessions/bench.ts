import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import type { SessionEvent } from '@hearth/shared/session'
import { encodeEvent } from '../store/codec.ts'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import { createSessionStore, type SessionStore } from '../store/store.ts'
import { LedgerFeed } from './feed.ts'
import { Ledger } from './ledger.ts'

/** Rows a second of each side, and µs for one more delta of a short and a long log. */
export interface LogFigures {
  readonly append: { ours: number; baseline: number }
  readonly replay: { ours: number; baseline: number }
  readonly delta: { ours: number; baseline: number }
}

const WRITERS = 64
const PER_WRITER = 200
const REPLAYED = 10_000
const SHORT = 1_000
const LONG = 1_000_000
const DELTAS = 2_000
/** A text event as coalescing makes it at a brisk pace; below what would be deflated. */
const TEXT = 'a few words of an answer, and then a few more '.repeat(5)

const text = (seq: number): SessionEvent => ({ type: 'text', seq, turn: 1, block: 0, kind: 'message', text: TEXT })

const fail = (error: unknown): never => {
  throw error instanceof Error ? error : new HearthError('host.internal', String(error))
}

const perSecond = (count: number, ms: number): number => (count / ms) * 1000

/** A session with a running turn, ready for text. */
const openLedger = async (store: SessionStore, num: number): Promise<Ledger> => {
  const owner = { grew: () => undefined, report: fail }
  const ledger = new Ledger({ id: `${num}`, num }, { state: null, last: null }, store, owner)
  await ledger.submit(({ emit }) => {
    const place = { kind: 'main' as const, path: '/', branch: null }
    emit({ type: 'session.created', at: 1, title: 'bench', project: '00'.repeat(8), place, agent: 'bench' })
    const content = [{ type: 'text' as const, text: 'go' }]
    emit({ type: 'prompt.admitted', at: 1, turn: 1, prompt: '00'.repeat(16), content, by: null })
    emit({ type: 'turn.moved', at: 1, turn: 1, to: 'starting' })
    emit({ type: 'turn.moved', at: 1, turn: 1, to: 'running' })
  })
  return ledger
}

const write = (ledger: Ledger): Promise<number> =>
  ledger.submit(({ emit }) => emit({ type: 'text', turn: 1, block: 0, kind: 'message', text: TEXT }))

const appendGrouped = async (store: SessionStore): Promise<number> => {
  const ledgers = await Promise.all(Array.from({ length: WRITERS }, (_, n) => openLedger(store, n + 1)))
  const start = performance.now()
  await Promise.all(
    ledgers.map(async (ledger) => {
      for (let n = 0; n < PER_WRITER; n++) await write(ledger)
    }),
  )
  return perSecond(WRITERS * PER_WRITER, performance.now() - start)
}

/** The same rows in batches of the same size, with nothing around them. */
const appendRaw = (db: HostDatabase): number => {
  const insert = db.prepare('INSERT INTO event (session, seq, body) VALUES (?, ?, ?)')
  const body = encodeEvent(text(1))
  const start = performance.now()
  for (let n = 1; n <= PER_WRITER; n++) {
    db.exec('BEGIN IMMEDIATE')
    for (let session = 1; session <= WRITERS; session++) insert.run(session + 1000, n, body)
    db.exec('COMMIT')
  }
  return perSecond(WRITERS * PER_WRITER, performance.now() - start)
}

const fillLog = (db: HostDatabase, store: SessionStore, num: number, from: number, to: number): void => {
  db.exec('BEGIN')
  const packed = encodeEvent(text(to))
  for (let seq = from; seq <= to; seq += 1_000) {
    const count = Math.min(1_000, to - seq + 1)
    store.events.insert(
      num,
      Array.from({ length: count }, (_, n) => ({ seq: seq + n, packed, event: text(seq + n) })),
    )
    store.events.write()
  }
  db.exec('COMMIT')
}

const replay = async (db: HostDatabase, store: SessionStore): Promise<LogFigures['replay']> => {
  const ledger = await openLedger(store, 5000)
  for (let n = 0; n < REPLAYED; n++) write(ledger).catch(fail)
  store.commit.flush()
  const feed = new LedgerFeed(ledger, store.turns, 0, () => undefined)
  let start = performance.now()
  let count = 0
  for (let page = feed.readPacked(65_536); page.length > 0; page = feed.readPacked(65_536)) count += page.length
  const ours = perSecond(count, performance.now() - start)
  const rows = db.prepare('SELECT seq, body FROM event WHERE session = ? ORDER BY seq')
  start = performance.now()
  const all = rows.all(5000).length
  return { ours, baseline: perSecond(all, performance.now() - start) }
}

/** µs for one durable delta on a log of `length` events. */
const deltaCost = async (length: number): Promise<number> =>
  inDatabase(async (db, store) => {
    const ledger = await openLedger(store, 1)
    const { seq } = ledger.state
    fillLog(db, store, 1, seq + 1, length)
    const state = { ...ledger.state, seq: length }
    const long = new Ledger({ id: '1', num: 1 }, { state, last: null }, store, {
      grew: () => undefined,
      report: fail,
    })
    for (let n = 0; n < 200; n++) await write(long)
    const start = performance.now()
    for (let n = 0; n < DELTAS; n++) await write(long)
    return ((performance.now() - start) / DELTAS) * 1000
  })

const inDatabase = async <T>(work: (db: HostDatabase, store: SessionStore) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-bench-'))
  const db = openDatabase(join(folder, 'host.db'))
  try {
    return await work(db, createSessionStore(db, fail))
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One round of the log's figures, each beside its baseline on the same disk. */
export const measureLog = async (): Promise<LogFigures> => {
  const append = await inDatabase(async (db, store) => ({
    ours: await appendGrouped(store),
    baseline: appendRaw(db),
  }))
  return {
    append,
    replay: await inDatabase(replay),
    delta: { ours: await deltaCost(LONG), baseline: await deltaCost(SHORT) },
  }
}
