import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import Database from 'libsql'

/**
 * Makes sure that one host agent at a time uses a home. The lock is one of the operating system's on a file of its
 * own, held through SQLite: it ends with the process, however that dies, so there is no stale lock.
 * @throws {HearthError} `control.running`
 */
export const lockHome = (home: string): (() => void) => {
  const file = join(home, 'lock.db')
  closeSync(openSync(file, 'a', 0o600))
  const db = new Database(file)
  try {
    db.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (cause) {
    db.close()
    const busy = cause instanceof Error && /locked|busy/i.test(cause.message)
    if (!busy) throw new HearthError('host.store', `${file} can’t be locked`, { cause })
    throw new HearthError('control.running', `A host agent is running already for ${home}`, { cause })
  }
  return () => db.close()
}
