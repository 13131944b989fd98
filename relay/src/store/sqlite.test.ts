import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { storeContract } from '../testing/store-contract.ts'
import { openSqlite } from './sqlite.ts'

storeContract('SQLite', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hearth-relay-'))
  const path = join(dir, 'data', 'relay.db')
  return {
    open: async (steps) => openSqlite(path, steps),
    ruin: async () => {
      const db = new Database(path)
      db.exec('DROP TABLE hearth_relay_devices; DROP TABLE hearth_relay_rooms')
      db.close()
    },
    destroy: async () => rmSync(dir, { recursive: true }),
  }
})

describe('a database file that can’t be used', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'hearth-relay-'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))
  const trouble = (path: string): unknown => {
    try {
      openSqlite(path)
    } catch (error) {
      return error
    }
    return undefined
  }

  it('is named when it is no database', () => {
    const path = join(dir, 'relay.db')
    writeFileSync(path, 'a letter to my aunt, and long enough to be looked at '.repeat(100))
    expect(trouble(path)).toMatchObject({ trouble: 'unusable' })
    expect(String(trouble(path))).toContain(path)
  })

  it('is named when its folder is a file', () => {
    writeFileSync(join(dir, 'taken'), '')
    expect(trouble(join(dir, 'taken', 'relay.db'))).toMatchObject({ trouble: 'unreachable' })
  })

  it('is named when it is a folder', () => {
    expect(trouble(dir)).toMatchObject({ trouble: 'unreachable' })
  })
})
