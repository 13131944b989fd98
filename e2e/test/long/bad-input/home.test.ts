import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Hearth } from '../../../src/world/hearth.ts'
import { World } from '../../../src/world/world.ts'
import { useWorld } from '../../use-world.ts'

const world = useWorld(World.make)

const file = (name: string): string => join(world().hearth.home, name)

/** Starts the host and ends it again; what it said of itself. */
const upAndDown = async (): Promise<Record<string, unknown>> => {
  const up = world().hearth.start(['up', '--port', '0', '--project', world().repository])
  const said = await up.json('the host to be up', (line) => (line.step === 'up' ? line : undefined))
  await up.kill('SIGTERM')
  return said
}

/** Starts a host that must not come up: exit code and error code. */
const refused = async (args: readonly string[] = [], hearth = world().hearth): Promise<unknown[]> => {
  const { code, values, err } = await hearth.run(['up', ...args])
  const error = values[0]?.error as { code: string } | undefined
  expect(err).toContain(error?.code ?? 'nothing')
  expect(err).not.toMatch(/\bat .*:\d+:\d+/)
  return [code, error?.code]
}

it('keys that others can read, that are garbage or gone stop the host and are never replaced (L4)', async () => {
  const { host } = await upAndDown()
  const keys = file('keys.json')
  const good = readFileSync(keys)

  chmodSync(keys, 0o644)
  expect(await refused()).toEqual([5, 'keys.permissions'])
  expect(readFileSync(keys)).toEqual(good)
  chmodSync(keys, 0o600)
  chmodSync(world().hearth.home, 0o755)
  expect(await refused()).toEqual([5, 'keys.permissions'])
  chmodSync(world().hearth.home, 0o700)

  writeFileSync(keys, '{"v":1,"dh":"no key"}')
  expect(await refused()).toEqual([5, 'keys.corrupt'])
  expect(readFileSync(keys, 'utf8')).toBe('{"v":1,"dh":"no key"}')

  writeFileSync(keys, good)
  expect((await upAndDown()).host).toEqual(host)
  expect(statSync(keys).mode & 0o777).toBe(0o600)
})

it('a database that is garbage stops the host and is left as it is', async () => {
  await upAndDown()
  const good = readFileSync(file('host.db'))
  const garbage = 'somebody’s notes\n'.repeat(1000)
  renameSync(file('host.db'), file('host.db.kept'))
  writeFileSync(file('host.db'), garbage, { mode: 0o600 })
  expect(await refused()).toEqual([1, 'host.store'])
  expect(readFileSync(file('host.db'), 'utf8')).toBe(garbage)
  renameSync(file('host.db.kept'), file('host.db'))
  expect(readFileSync(file('host.db'))).toEqual(good)
  expect((await upAndDown()).projects).toHaveLength(1)
})

it('a port in use, a second host agent, a path too long for a socket, a wrong configuration: each says so', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  expect(await refused(['--port', String(port)])).toEqual([1, 'relay.port_in_use'])
  await new Promise((resolve) => server.close(resolve))

  const up = world().hearth.start(['up', '--port', '0'])
  await up.json('the host to be up', (line) => (line.step === 'up' ? line : undefined))
  expect(await refused()).toEqual([1, 'control.running'])
  expect((await world().hearth.run(['sessions'])).code).toBe(0)
  await up.kill('SIGTERM')
  const after = await world().hearth.run(['sessions'])
  expect([after.code, after.values[0]]).toMatchObject([3, { error: { code: 'control.not_running' } }])

  const deep = join(world().sandbox.root, 'a'.repeat(60), 'b'.repeat(60))
  expect(await refused([], new Hearth(deep, world().env))).toEqual([2, 'control.path'])

  const config = readFileSync(file('config.json'))
  writeFileSync(file('config.json'), '{"v":1,')
  expect(await refused()).toEqual([2, 'input.invalid'])
  writeFileSync(file('config.json'), config)
  expect(await refused(['--project', join(world().sandbox.root, 'nowhere')])).toEqual([
    1,
    'host.project_missing',
  ])
  expect((await upAndDown()).projects).toHaveLength(1)
})

it('a relay that nobody runs does not keep the host from coming up; the status says what is wrong', async () => {
  const home = join(world().sandbox.root, 'lonely')
  mkdirSync(home, { mode: 0o700 })
  const hearth = new Hearth(home, world().env)
  const up = hearth.start(['up', '--relay', 'http://127.0.0.1:9'])
  await up.json('the host to be up', (line) => (line.step === 'up' ? line : undefined))
  const status = await hearth.run(['status'])
  expect(status.code).toBe(5)
  expect(status.values[0]).toMatchObject({ relays: [{ error: { code: 'relay.unreachable' } }] })
  const pair = await hearth.run(['pair'])
  expect([pair.code, pair.values[0]]).toMatchObject([3, { error: { code: 'relay.unreachable' } }])
  expect(await up.kill('SIGTERM').then(() => up.ended)).toBe(0)
})
