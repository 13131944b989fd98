import { closeSync, openSync } from 'node:fs'
import { HearthError } from '@hearth/shared/protocol'
import Database from 'libsql'
import { STORE_BUSY_MS } from '../limits.ts'
import { storeError } from './errors.ts'
import { migrations } from './migrations.ts'

/** The host's database: one SQLite file, libsql with better-sqlite3's interface. */
export type HostDatabase = Database.Database

/**
 * Opens (or makes) the host's database at `file` and brings it to the newest version.
 * WAL with full sync: what a commit says is durable, is. Readable by its owner only.
 * A file that can't be used is left as it is, byte for byte.
 * @throws HearthError `host.store` when the file is not a database, is newer than this program, is held by
 * another program, or can't be written
 */
export const openDatabase = (file: string): HostDatabase => {
  let db: HostDatabase | undefined
  try {
    closeSync(openSync(file, 'a', 0o600))
    db = new Database(file, { timeout: STORE_BUSY_MS })
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    migrate(db)
    proveWritable(db)
    return db
  } catch (error) {
    db?.close()
    throw storeError(fileError(error), file)
  }
}

const fileError = (error: unknown): unknown => {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'ENOSPC') return Object.assign(new Error('no space'), { code: 'SQLITE_FULL', cause: error })
  return /^E[A-Z]+$/.test(code)
    ? Object.assign(new Error(code), { code: 'SQLITE_CANTOPEN', cause: error })
    : error
}

/** Readers get past a writer's lock, and past a read-only disk: find out now rather than at the first prompt. */
const proveWritable = (db: HostDatabase): void => {
  db.exec('BEGIN IMMEDIATE')
  db.exec('ROLLBACK')
}

/** Applies the steps that are missing, each in a transaction of its own. */
const migrate = (db: HostDatabase): void => {
  db.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, at INTEGER NOT NULL)')
  const rows = db.prepare('SELECT name FROM migration').all() as { name: string }[]
  const done = new Set(rows.map((row) => row.name))
  const known = new Set(migrations.map((step) => step.name))
  const newer = rows.find((row) => !known.has(row.name))
  if (newer !== undefined)
    throw new HearthError(
      'host.store',
      `The host’s database was written by a newer Hearth (step ${newer.name}). Nothing was changed: start that version, or update this one.`,
    )
  for (const { name, sql } of migrations) {
    if (done.has(name)) continue
    db.transaction(() => {
      db.exec(sql)
      db.prepare('INSERT INTO migration (name, at) VALUES (?, ?)').run(name, Date.now())
    })()
  }
}
