import { existsSync, lstatSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { HearthError } from '@hearth/shared/protocol'
import Database from 'libsql'
import { openHostKeys } from '../../identity/keys.ts'
import { LOW_DISK } from '../limits.ts'
import { readConfig } from '../up/config.ts'
import { type Finding, fine, note, problem } from './check.ts'

/** The folder of all files. */
export const checkHome = (home: string): Finding => {
  if (!existsSync(home)) return note('home', `${home} is not there yet`, 'hearth up makes it.')
  const stat = lstatSync(home)
  if (!stat.isDirectory())
    return problem('home', `${home} is not a folder`, 'Move it away, or set HEARTH_HOME.')
  if ((stat.mode & 0o077) !== 0) {
    return problem(
      'home',
      `${home} can be opened by others (mode ${(stat.mode & 0o777).toString(8)})`,
      `chmod go= ${home}`,
    )
  }
  return fine('home', home)
}

/** The keys of this host, read as the host itself reads them. */
export const checkKeys = async (home: string): Promise<Finding> => {
  const path = join(home, 'keys.json')
  if (!existsSync(path)) return note('keys', 'none yet')
  try {
    await openHostKeys(createNodeProvider(), home, true)
    return fine('keys', `${path}: only you can open it`)
  } catch (error) {
    if (!(error instanceof HearthError)) throw error
    const fix =
      error.code === 'keys.permissions' ? `chmod go= ${path}` : 'See docs/errors.md; no keys were made anew.'
    return problem('keys', error.message, fix)
  }
}

/** The configuration. */
export const checkConfig = (home: string): Finding => {
  try {
    const { relay, port, public: name } = readConfig(home)
    const own = `a relay of its own${port === null ? '' : ` on port ${port}`}${name ? `, known as ${name}` : ''}`
    return fine('config', relay === null ? own : `relay ${relay}`)
  } catch (error) {
    if (!(error instanceof HearthError)) throw error
    return problem('config', error.message, 'Correct the file, or move it away.')
  }
}

/** The database: can it be read, and is it whole? Nothing is changed. */
export const checkDatabase = (home: string): Finding => {
  const file = join(home, 'host.db')
  if (!existsSync(file)) return note('database', 'none yet')
  try {
    const db = new Database(file, { readonly: true })
    try {
      const rows = db.prepare('PRAGMA quick_check').all() as { quick_check?: unknown }[]
      const [first] = rows
      if (first?.quick_check === 'ok') return fine('database', file)
      return problem('database', `${file} is damaged`, 'End the host agent and restore it from a backup.')
    } finally {
      db.close()
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error'
    return problem(
      'database',
      `${file} can’t be read (${why})`,
      'Restore it from a backup, or move it away: sessions’ logs are in it.',
    )
  }
}

/** Room on the disk of the home. */
export const checkDisk = (home: string): Finding => {
  const folder = existsSync(home) ? home : '/'
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const text = `${Math.round(free / 1024 / 1024).toLocaleString('en-US')} MB free`
  return free < LOW_DISK
    ? problem('disk', text, 'Make room: prompts are refused when nothing can be written.')
    : fine('disk', text)
}
