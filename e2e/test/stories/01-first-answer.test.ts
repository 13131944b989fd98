import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Hearth } from '../../src/world/hearth.ts'
import { confirmPairing, digitsOf, HostPairing } from '../../src/world/pairing.ts'
import { killAll } from '../../src/world/processes.ts'
import { World } from '../../src/world/world.ts'

let world: World
beforeAll(async () => {
  world = await World.make()
})
afterAll(() => world?.end())

/** Only commands, as a person types them: nothing of this program's own but the comparison of the digits. */
it('from a fresh HEARTH_HOME to the first streamed answer', async () => {
  const hearth = new Hearth(join(world.sandbox.root, 'fresh'), world.env)
  const up = hearth.start(['up', '--port', '0', '--project', world.repository])
  const said = await up.json('the host to be up', (line) => (line.step === 'up' ? line : undefined))
  expect(said).toMatchObject({ devices: 0, relay: { own: true } })

  const pairing = new HostPairing(hearth)
  const remote = hearth.start(['remote', '--device', 'alice', 'pair', '-'])
  remote.say(await pairing.link())
  remote.finish()
  const shown = digitsOf(remote)
  await confirmPairing(pairing, shown)
  expect(await remote.ended).toBe(0)

  const alice = ['remote', '--device', 'alice']
  const [made] = await hearth.ok([...alice, 'new', '--title', 'First'])
  const prompt = await hearth.run([...alice, 'prompt', String(made?.session), '[[text n=60 delay=10]]'])
  expect(prompt.code, prompt.err).toBe(0)
  const texts = prompt.values.filter(({ type }) => type === 'text')
  const settled = prompt.values.findIndex(({ type }) => type === 'turn.settled')
  expect(texts.map(({ text }) => text).join('')).toBe(Array.from({ length: 60 }, (_, n) => `w${n} `).join(''))
  expect(texts.length).toBeGreaterThan(10)
  expect(settled).toBeGreaterThan(10)
  expect(prompt.values.at(-1)).toMatchObject({ turn: 1, state: 'completed', error: null })

  expect(await up.kill('SIGTERM').then(() => up.ended)).toBe(0)
  expect(killAll(world.sandbox.root), 'processes left behind').toEqual([])
})
