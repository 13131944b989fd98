import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { COMMIT_MAX_EVENTS } from '../limits.ts'
import { tempFolder } from '../worktrees/testing.ts'
import { createGroupCommit, type GroupCommit, type Participant } from './commit.ts'
import { type HostDatabase, openDatabase } from './open.ts'

let folder: { path: string; remove: () => void }
let db: HostDatabase
let due: (() => void)[]
let group: GroupCommit
let told: string[]
let reports: unknown[]
beforeEach(() => {
  folder = tempFolder()
  db = openDatabase(join(folder.path, 'host.db'))
  db.exec('CREATE TABLE note (id TEXT PRIMARY KEY, batch INTEGER)')
  due = []
  told = []
  reports = []
  group = createGroupCommit(
    db,
    (error) => reports.push(error),
    (run) => due.push(run),
  )
})
afterEach(() => {
  db.close()
  folder.remove()
})

let batch = 0
const tick = () => {
  batch += 1
  for (const run of due.splice(0)) run()
}

/** Writes its ids, one by one, `weight` events each. */
const writer = (ids: string[], weight = 1): Participant => ({
  get due() {
    return ids.length > 0
  },
  plan: () => {
    const id = ids.shift()
    if (id === undefined) return null
    return {
      events: weight,
      write: () => void db.prepare('INSERT INTO note VALUES (?, ?)').run(id, batch),
      committed: () => void told.push(`${id} committed`),
      failed: (error) => void told.push(`${id} ${error.code}`),
    }
  },
})
const notes = () =>
  (db.prepare('SELECT id FROM note ORDER BY rowid').all() as { id: string }[]).map((row) => row.id)
const batches = () => (db.prepare('SELECT count(DISTINCT batch) AS n FROM note').get() as { n: number }).n

test('what becomes due in one tick is one batch, and is told after it is durable', () => {
  for (const id of ['a', 'b', 'c']) group.enlist(writer([id]))
  expect(due).toHaveLength(1)
  expect(told).toEqual([])
  tick()
  expect(notes()).toEqual(['a', 'b', 'c'])
  expect(batches()).toBe(1)
  expect(told).toEqual(['a committed', 'b committed', 'c committed'])
  expect(due).toEqual([])
})

test('a participant with more to write is asked again', () => {
  group.enlist(writer(['a', 'b']))
  tick()
  expect(notes()).toEqual(['a'])
  tick()
  expect(notes()).toEqual(['a', 'b'])
})

test('a batch is bounded: the rest comes in the next', () => {
  for (const id of ['a', 'b', 'c']) group.enlist(writer([id], COMMIT_MAX_EVENTS / 2))
  tick()
  expect(notes()).toEqual(['a', 'b'])
  tick()
  expect(notes()).toEqual(['a', 'b', 'c'])
})

test('only the one at fault fails', () => {
  group.enlist(writer(['a']))
  tick()
  for (const id of ['b', 'a', 'c']) group.enlist(writer([id]))
  tick()
  expect(notes()).toEqual(['a', 'b', 'c'])
  expect(told).toEqual(['a committed', 'b committed', 'a host.store', 'c committed'])
})

test('one that fails to listen harms nobody', () => {
  group.enlist({
    due: false,
    plan: () => ({
      events: 1,
      write: () => undefined,
      committed: () => {
        throw new Error('not listening')
      },
      failed: () => undefined,
    }),
  })
  group.enlist(writer(['a']))
  tick()
  expect(told).toEqual(['a committed'])
  expect(reports).toHaveLength(1)
})

test('a database that another program holds fails the batch, and the next one works', () => {
  const other = openDatabase(join(folder.path, 'host.db'))
  other.exec('BEGIN IMMEDIATE')
  group.enlist(writer(['a', 'b']))
  tick()
  expect(told).toEqual(['a host.store'])
  other.exec('ROLLBACK')
  other.close()
  tick()
  expect(notes()).toEqual(['b'])
})

test('closing writes what is due, and takes nothing after', () => {
  group.enlist(writer(['a', 'b']))
  group.close()
  expect(notes()).toEqual(['a', 'b'])
  group.enlist(writer(['c']))
  tick()
  expect(notes()).toEqual(['a', 'b'])
})
