import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { run } from './run.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearth-relay-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

/** Starts the program with an environment of its own. */
const start = (env: Record<string, string>, argv: string[] = []) => {
  let stop: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => {
    stop = resolve
  })
  const said = { out: '', err: '' }
  const code = run({
    argv,
    env: { RELAY_DATA: dir, ...env },
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    stopped,
  })
  const lines = (): Record<string, unknown>[] =>
    said.out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  const find = (event: string) => lines().find((line) => line.event === event)
  return { code, said, stop, find }
}

const takenPort = async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : 0, server }
}
const freePort = async (): Promise<number> => {
  const { port, server } = await takenPort()
  await new Promise((resolve) => server.close(resolve))
  return port
}
const ready = async (port: number) => {
  const response = await fetch(`http://127.0.0.1:${port}/ready`)
  return { status: response.status, body: await response.json() }
}

it('explains itself', async () => {
  const { code, said } = start({}, ['--help'])
  expect(await code).toBe(0)
  for (const name of ['DATABASE_URL', 'PORT', 'HOST', 'RELAY_ORIGIN', 'RELAY_DATA'])
    expect(said.out).toContain(name)
})

it.each([
  ['an option that it does not have', {}, ['--port'], '--help'],
  ['a setting that can’t be used', { PORT: 'x' }, [], 'PORT'],
  ['a web root that is not there', { RELAY_WEB_ROOT: '/nowhere/at/all' }, [], 'RELAY_WEB_ROOT'],
])('ends with 2 for %s', async (_what, env, argv, word) => {
  const { code, said } = start(env, argv)
  expect(await code).toBe(2)
  expect(said.err).toContain(word)
})

it('ends with 1 when its port is in use, and names it', async () => {
  const { port, server } = await takenPort()
  const { code, said } = start({ PORT: String(port) })
  expect(await code).toBe(1)
  expect(said.err).toBe(`Port ${port} on 127.0.0.1 is in use: stop what uses it, or set PORT.\n`)
  server.close()
})

it('serves until it is asked to stop', async () => {
  const port = await freePort()
  const { code, stop, find } = start({ PORT: String(port) })
  await until(() => find('store.open') !== undefined, 'the store')
  expect(await ready(port)).toEqual({ status: 200, body: { ready: true } })
  stop()
  expect(await code).toBe(0)
})

it('stays up without its database, says why, and is ready once it is there', async () => {
  const port = await freePort()
  const path = join(dir, 'relay.db')
  writeFileSync(path, 'not a database at all, and long enough to be looked at '.repeat(100))
  const { code, said, stop, find } = start({ PORT: String(port) })
  await until(
    () => find('store.trouble') !== undefined && find('relay.listening') !== undefined,
    'the trouble',
  )
  expect(find('store.trouble')).toMatchObject({ trouble: 'unusable', message: expect.stringContaining(path) })
  expect(await ready(port)).toEqual({ status: 503, body: { ready: false, database: 'unusable' } })
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
  rmSync(path)
  await until(() => find('store.open') !== undefined, 'the database')
  expect((await ready(port)).status).toBe(200)
  stop()
  expect(await code).toBe(0)
  expect(said.err).toBe('')
})

it('does not repeat a database’s password', async () => {
  const env = {
    PORT: String(await freePort()),
    DATABASE_URL: 'postgres://hearth:secret-word@127.0.0.1:1/hearth',
  }
  const { code, said, stop, find } = start(env)
  await until(
    () => find('store.trouble') !== undefined && find('relay.listening') !== undefined,
    'the trouble',
  )
  stop()
  expect(await code).toBe(0)
  expect(said.out + said.err).not.toContain('secret-word')
})
