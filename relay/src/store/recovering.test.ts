import { until } from '@hearth/shared/testing'
import { expect, it } from 'vitest'
import { type LogFields, silentLog } from '../log.ts'
import { recoveringStore } from './recovering.ts'
import { openSqlite } from './sqlite.ts'
import { StoreError } from './store.ts'

it('says what is wrong until the database is there, then works', async () => {
  let there = false
  let tries = 0
  const said: LogFields[] = []
  const store = recoveringStore(
    async () => {
      tries++
      if (!there) throw new StoreError('unreachable', 'PostgreSQL can’t be reached: ECONNREFUSED')
      return openSqlite(':memory:')
    },
    { ...silentLog, error: (_event, fields) => fields && said.push(fields) },
  )
  await until(() => said.length > 0, 'the first failure')
  await expect(store.ready()).rejects.toMatchObject({ trouble: 'unreachable' })
  await expect(store.admits('', '')).rejects.toMatchObject({
    message: expect.stringContaining('ECONNREFUSED'),
  })
  expect(said[0]).toMatchObject({ trouble: 'unreachable', retryMs: 500 })
  there = true
  await until(() => tries > 1, 'another try')
  await store.ready()
  expect(await store.admits('', '')).toBe(false)
  await store.close()
})

it('stops trying when it is closed', async () => {
  let tries = 0
  const store = recoveringStore(async () => {
    tries++
    throw new StoreError('unreachable', 'no')
  }, silentLog)
  await store.close()
  expect(tries).toBe(1)
})
