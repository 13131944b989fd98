import Database from 'libsql'
import { migrations } from './migrations.ts'

/** The host's database: one SQLite file, libsql with better-sqlite3's interface. */
export type HostDatabase = Database.Database

/**
 * Opens (or makes) the host's database at `file` and brings it to the newest version.
 * WAL with full sync: what a commit says is durable, is.
 * @throws when the file is not a database, is newer than this program, or can't be written
 */
export const openDatabase = (file: string): HostDatabase => {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  migrate(db)
  return db
}

const migrate = (db: HostDatabase): void => {
  db.exec('CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, at INTEGER NOT NULL)')
  const done = new Set(
    (db.prepare('SELECT name FROM migration').all() as { name: string }[]).map((row) => row.name),
  )
  for (const { name, sql } of migrations) {
    if (done.has(name)) continue
    db.transaction(() => {
      db.exec(sql)
      db.prepare('INSERT INTO migration (name, at) VALUES (?, ?)').run(name, Date.now())
    })()
  }
}
