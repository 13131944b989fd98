import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, expect, it } from 'vitest'
import { openSqlite } from './sqlite.ts'

const dirs: string[] = []
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true })
})

it('says that the disk is full, keeps what it has, and still takes a host that is merely back', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearth-relay-'))
  dirs.push(dir)
  const store = openSqlite(join(dir, 'relay.db'), undefined, { maxPages: 12 })
  const entry = (index: number) => ({
    room: index.toString(16).padStart(32, '0'),
    key: '11'.repeat(32),
    devices: ['aa'.repeat(32), 'bb'.repeat(32)],
    now: 1,
    mayBeNew: true,
  })
  let kept = 0
  const fill = async () => {
    for (; kept < 1000; kept++) await store.register(entry(kept))
  }
  await expect(fill()).rejects.toMatchObject({ trouble: 'full' })
  expect(kept).toBeGreaterThan(0)
  expect(await store.register(entry(0))).toBe('held')
  expect(await store.admits(entry(kept - 1).room, 'bb'.repeat(32))).toBe(true)
  expect(await store.admits(entry(kept).room, 'bb'.repeat(32))).toBe(false)
  await store.ready()
  await store.close()
  const check = new Database(join(dir, 'relay.db')).pragma('integrity_check')
  expect(check).toMatchObject([{ integrity_check: 'ok' }])
})
