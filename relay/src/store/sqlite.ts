import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'libsql'
import { MAX_ROOMS, SEEN_STEP_MS, STORE_BUSY_MS } from '../limits.ts'
import { MIGRATIONS, stepsFrom } from './migrations.ts'
import { type Registered, type Registration, type RelayStore, StoreError } from './store.ts'

const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : ''
  return `${String(code)} ${error instanceof Error ? error.message : ''}`
}

/** Says what SQLite's trouble means for whoever runs the relay. */
const troubleOf = (error: unknown, path: string): StoreError => {
  if (error instanceof StoreError) return error
  const code = codeOf(error)
  if (/SQLITE_FULL|disk is full/.test(code)) {
    return new StoreError('full', `The disk under ${path} is full; make room. Nothing was lost.`, error)
  }
  if (/CANTOPEN|nable to open|READONLY|readonly|EACCES|ENOTDIR|EEXIST/.test(code)) {
    return new StoreError('unreachable', `${path} can’t be opened for writing: check the folder.`, error)
  }
  if (/NOTADB|not a database|CORRUPT|malformed/.test(code)) {
    const help = 'Move it away; hosts register again by themselves.'
    return new StoreError('unusable', `${path} is no database, or a damaged one. ${help}`, error)
  }
  return new StoreError('failed', `The database ${path} failed: ${code.trim()}`, error)
}

/**
 * Runs work in a transaction that other processes wait for. Not libsql's own: on a full disk SQLite has rolled
 * back already, and its second ROLLBACK hides why.
 */
const inTransaction = <T>(db: Database.Database, work: () => T): T => {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

/** Takes the steps that a file has yet to take. */
const migrate = (db: Database.Database, steps: readonly string[]): void =>
  inTransaction(db, () => {
    const row = db.prepare('PRAGMA user_version').get() as { user_version: number }
    for (const step of stepsFrom(row.user_version, steps)) db.exec(step)
    db.exec(`PRAGMA user_version = ${steps.length}`)
  })

/**
 * Opens a database file (made with its folder if missing), or `:memory:`. `maxPages` stands for a small disk.
 * @throws {StoreError}
 */
export const openSqlite = (
  path: string,
  steps: readonly string[] = MIGRATIONS,
  { maxPages }: { maxPages?: number } = {},
): RelayStore => {
  const guarded = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw troubleOf(error, path)
    }
  }
  const db = guarded(() => {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const opened = new Database(path)
    try {
      opened.exec('PRAGMA journal_mode = WAL')
      opened.exec('PRAGMA synchronous = FULL')
      opened.exec(`PRAGMA busy_timeout = ${STORE_BUSY_MS}`)
      opened.exec('PRAGMA foreign_keys = ON')
      if (maxPages) opened.exec(`PRAGMA max_page_count = ${maxPages}`)
      migrate(opened, steps)
    } catch (error) {
      opened.close()
      throw error
    }
    return opened
  })
  const sql = {
    ready: db.prepare('SELECT 1 FROM hearth_relay_rooms LIMIT 1'),
    room: db.prepare('SELECT key, seen_at FROM hearth_relay_rooms WHERE room = ?'),
    count: db.prepare('SELECT count(*) AS rooms FROM hearth_relay_rooms'),
    claim: db.prepare('INSERT INTO hearth_relay_rooms (room, key, seen_at) VALUES (?, ?, ?)'),
    seen: db.prepare('UPDATE hearth_relay_rooms SET seen_at = ? WHERE room = ?'),
    devices: db.prepare('SELECT device FROM hearth_relay_devices WHERE room = ? ORDER BY device'),
    clear: db.prepare('DELETE FROM hearth_relay_devices WHERE room = ?'),
    add: db.prepare('INSERT INTO hearth_relay_devices (room, device) VALUES (?, ?)'),
    admits: db.prepare('SELECT 1 FROM hearth_relay_devices WHERE room = ? AND device = ?'),
    forget: db.prepare('DELETE FROM hearth_relay_rooms WHERE seen_at < ?'),
  }

  /** Writes a list only when it is another: a host that is merely back must not need a disk with room. */
  const replace = (room: string, devices: readonly string[]): void => {
    const wanted = [...new Set(devices)].sort()
    const kept = (sql.devices.all(room) as { device: string }[]).map(({ device }) => device)
    if (wanted.join() === kept.join()) return
    sql.clear.run(room)
    for (const device of wanted) sql.add.run(room, device)
  }

  const register = ({ room, key, devices, now, mayBeNew }: Registration): Registered => {
    const known = sql.room.get(room) as { key: string; seen_at: number } | undefined
    if (known && known.key !== key) return 'taken'
    if (!known) {
      const { rooms } = sql.count.get() as { rooms: number }
      if (!mayBeNew || rooms >= MAX_ROOMS) return 'barred'
      sql.claim.run(room, key, now)
    } else if (now - known.seen_at >= SEEN_STEP_MS) sql.seen.run(now, room)
    replace(room, devices)
    return known ? 'held' : 'new'
  }

  return {
    ready: async () => void guarded(() => sql.ready.get()),
    register: async (registration) => guarded(() => inTransaction(db, () => register(registration))),
    replaceDevices: async (room, devices) =>
      guarded(() => {
        inTransaction(db, () => {
          if (!sql.room.get(room)) throw new StoreError('failed', 'The room is not registered')
          replace(room, devices)
        })
      }),
    admits: async (room, device) => guarded(() => sql.admits.get(room, device) !== undefined),
    forget: async (before) => guarded(() => sql.forget.run(before).changes),
    close: async () => void db.close(),
  }
}
