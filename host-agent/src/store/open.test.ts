import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tempFolder } from '../worktrees/testing.ts'
import { openDatabase } from './open.ts'

let folder: { path: string; remove: () => void }
let file: string
beforeEach(() => {
  folder = tempFolder()
  file = join(folder.path, 'host.db')
})
afterEach(() => folder.remove())

const refused = (words: RegExp) =>
  expect(() => openDatabase(file)).toThrow(
    expect.objectContaining({ code: 'host.store', message: expect.stringMatching(words) }),
  )

test('a new database is its owner’s alone, and opens again', () => {
  openDatabase(file).close()
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const db = openDatabase(file)
  expect(db.prepare('SELECT count(*) AS n FROM session').get()).toMatchObject({ n: 0 })
  db.close()
})

test('garbage is refused and left as it is', () => {
  const garbage = 'not a database, but somebody’s notes\n'.repeat(100)
  writeFileSync(file, garbage)
  refused(/not a Hearth database.*host\.db/)
  expect(readFileSync(file, 'utf8')).toBe(garbage)
})

test('a database of a newer version is refused and left as it is', () => {
  const db = openDatabase(file)
  db.prepare('INSERT INTO migration (name, at) VALUES (?, 1)').run('999-future')
  db.close()
  refused(/newer Hearth.*999-future/)
})

test('a database that another program holds is refused', () => {
  openDatabase(file).close()
  const other = new Database(file)
  other.exec('BEGIN EXCLUSIVE')
  refused(/Another program holds/)
  other.exec('ROLLBACK')
  openDatabase(file).close()
})

test('a folder that is missing is refused', () => {
  file = join(folder.path, 'missing', 'host.db')
  refused(/can’t be opened/)
})
