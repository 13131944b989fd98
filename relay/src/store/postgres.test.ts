import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { storeContract } from '../testing/store-contract.ts'
import { openPostgres } from './postgres.ts'

const base = process.env.HEARTH_TEST_DATABASE_URL ?? process.env.DATABASE_URL

/** A schema of its own, so that runs side by side do not meet. */
const newSchema = async (url: string) => {
  const schema = `t_${randomBytes(6).toString('hex')}`
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  await run(`CREATE SCHEMA ${schema}`)
  const own = new URL(url)
  own.searchParams.set('options', `-c search_path=${schema}`)
  return {
    url: own.href,
    ruin: () => run(`DROP SCHEMA ${schema} CASCADE`),
    destroy: () => run(`DROP SCHEMA IF EXISTS ${schema} CASCADE`),
  }
}

if (base) {
  storeContract('PostgreSQL', async () => {
    const schema = await newSchema(base)
    return {
      open: (steps) => openPostgres(schema.url, steps),
      ruin: schema.ruin,
      destroy: schema.destroy,
    }
  })
} else {
  it('store: PostgreSQL', (ctx) => ctx.skip('neither HEARTH_TEST_DATABASE_URL nor DATABASE_URL is set'))
}

describe('a PostgreSQL that can’t be used', () => {
  it('is unreachable when nobody listens', async () => {
    const opening = openPostgres('postgres://hearth:secret-word@127.0.0.1:1/hearth')
    await expect(opening).rejects.toMatchObject({ trouble: 'unreachable' })
    expect(String(await opening.catch((error: unknown) => error))).not.toContain('secret-word')
  })

  it('is unusable when the database is not there', async (ctx) => {
    if (!base) return ctx.skip('neither HEARTH_TEST_DATABASE_URL nor DATABASE_URL is set')
    const url = new URL(base)
    url.pathname = '/no_such_database'
    await expect(openPostgres(url.href)).rejects.toMatchObject({ trouble: 'unusable' })
  })
})
