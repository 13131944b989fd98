import Database from 'libsql'
import { migrations } from '../../../store/migrations.ts'
import type { HostDatabase } from '../../../store/open.ts'

type Row = Record<string, unknown>

/** An empty host's database in memory: as durable as the test's own process, and far faster than a file. */
export const memoryDatabase = (): HostDatabase => {
  const db = new Database(':memory:')
  for (const { sql } of migrations) db.exec(sql)
  return db
}

const tablesOf = (db: HostDatabase): string[] =>
  (db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]).map(
    ({ name }) => name,
  )

/** All rows of a small database, to begin others from. */
export const dump = (db: HostDatabase): Map<string, Row[]> =>
  new Map(tablesOf(db).map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all() as Row[]]))

/** Blobs are read as another kind of bytes than they can be written as. */
const bindable = (value: unknown): unknown =>
  value instanceof ArrayBuffer
    ? Buffer.from(value)
    : ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
      : value

/** Puts rows into an empty database. */
export const fill = (db: HostDatabase, tables: ReadonlyMap<string, readonly Row[]>): void => {
  for (const [table, rows] of tables)
    for (const row of rows) {
      const names = Object.keys(row)
      const marks = names.map(() => '?').join(', ')
      db.prepare(`INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${marks})`).run(
        ...Object.values(row).map(bindable),
      )
    }
}

/** What becomes of one life of a host's database. */
export interface DatabaseFate {
  /** When that life has ended, nothing of it is written or read any more. */
  alive(): boolean
  /** Does the next transaction fail, as on a full disk? */
  fails(): boolean
}

const full = (): Error => Object.assign(new Error('the disk is full'), { code: 'SQLITE_FULL' })

/** The same database for one life of a host. */
export const forLife = (db: HostDatabase, fate: DatabaseFate): HostDatabase => {
  const guard = <T extends object>(target: T, begins: boolean): T =>
    new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (!fate.alive()) throw new Error('the host of this database is dead')
          if (begins && name === 'run' && fate.fails()) throw full()
          const given: unknown = Reflect.apply(value, target, args)
          return name === 'prepare' ? guard(given as object, String(args[0]).startsWith('BEGIN')) : given
        }
      },
    })
  return guard(db, false)
}
