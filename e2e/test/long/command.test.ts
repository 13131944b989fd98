import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Hearth } from '../../src/world/hearth.ts'
import { HostPairing } from '../../src/world/pairing.ts'
import { errorOf, pair, up, useHearth } from '../use-hearth.ts'

const alone = useHearth()

it('starts again after it was killed', async () => {
  const { hearth } = alone()
  const first = await up(alone())
  await first.kill('SIGKILL')
  const second = await up(alone())
  expect((await hearth.run(['status'])).code).not.toBe(3)
  await second.kill('SIGTERM')
  expect(await second.ended).toBe(0)
})

it('does not take a port that is in use, and keeps nothing half started', async () => {
  const { hearth } = alone()
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  const refused = await hearth.run(['up', '--port', String(port)])
  expect([refused.code, errorOf(refused)]).toEqual([1, 'relay.port_in_use'])
  await new Promise((resolve) => taken.close(resolve))
  await up(alone())
})

it.each([
  ['a key file that others can read', 'keys.json', '{}', 0o644, 'keys.permissions', 5],
  ['a key file of garbage', 'keys.json', 'garbage', 0o600, 'keys.corrupt', 5],
  ['a database of garbage', 'host.db', 'garbage '.repeat(1000), 0o600, 'host.store', 1],
  ['a configuration of garbage', 'config.json', 'garbage', 0o600, 'input.invalid', 2],
])('stops at %s, and leaves it as it is', async (_what, name, content, mode, code, exit) => {
  const { home, hearth } = alone()
  mkdirSync(home, { mode: 0o700 })
  const file = join(home, name)
  writeFileSync(file, content, { mode })
  chmodSync(file, mode)
  const stopped = await hearth.run(['up', '--port', '0'])
  expect([stopped.code, errorOf(stopped)]).toEqual([exit, code])
  expect(readFileSync(file, 'utf8')).toBe(content)
  const { code: attention, values } = await hearth.run(['doctor'])
  expect(attention).toBe(5)
  expect(values.some(({ state, fix }) => state === 'problem' && fix !== '')).toBe(true)
})

it('says which program it looked for, where, and how to get it', async () => {
  const { sandbox, home } = alone()
  const bare = new Hearth(home, { ...sandbox.env(), PATH: join(sandbox.root, 'empty') })
  mkdirSync(home, { mode: 0o700 })
  const agents = { opencode: { program: join(sandbox.root, 'no-such-opencode') } }
  writeFileSync(join(home, 'config.json'), JSON.stringify({ v: 1, relay: null, port: null, agents }), {
    mode: 0o600,
  })
  const { code, values } = await bare.run(['doctor'])
  expect(code).toBe(5)
  const agent = values.find(({ check }) => check === 'agent opencode')
  expect(agent).toMatchObject({ state: 'problem', text: expect.stringContaining('no-such-opencode') })
  expect(String(agent?.fix)).toMatch(/npm install/)
  expect(values.find(({ check }) => check === 'git')).toMatchObject({ state: 'problem' })
})

it('a pairing ends without one when the digits are not the same', async () => {
  const { hearth } = alone()
  await up(alone())
  const { remote, host, values } = await pair(alone(), 'mallory', 'wrong')
  expect([remote, host]).toEqual([4, 4])
  expect(errorOf({ values })).toBe('pairing.declined')
  expect(await hearth.ok(['devices'])).toEqual([])
})

it('pairing refuses what is no link, and one that nobody waits under any more', async () => {
  const { hearth } = alone()
  await up(alone())
  expect(errorOf(await hearth.run(['remote', 'pair', '-'], 'hello'))).toBe('pairing.link')
  const host = new HostPairing(hearth)
  const link = await host.link()
  await host.process.kill('SIGTERM')
  await host.process.ended
  const late = await hearth.run(['remote', 'pair', '-'], link)
  expect(late.code).not.toBe(0)
  expect(errorOf(late)).toMatch(/^(pairing\.(used|interrupted|timeout)|relay\.pairing_unknown)$/)
})
