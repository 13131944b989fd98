import { expect, it } from 'vitest'
import { until } from '../../src/world/wait.ts'
import { useWorld } from '../use-world.ts'

const world = useWorld()

it('R7 A10: a device revoked mid-session is cut at once and can’t come back; the turn goes on for the others', async () => {
  const [alice, bob] = [await world().device('alice'), await world().device('bob')]
  const session = await alice.newSession('main')
  const [a, b] = [alice.follow(session), bob.follow(session)]
  const turn = await bob.prompt(session, '[[text n=150 delay=10]]')
  await until('the stream at bob', () => b.answer(turn).length > 20)

  await world().hearth.ok(['revoke', 'bob'])
  await until('bob to be cut', () => bob.link.status().connection === 'revoked')
  const seen = b.answer(turn)
  expect(bob.link.status().error?.code).toBe('link.revoked')
  await expect(bob.link.call('stop', { session, turn })).rejects.toMatchObject({ code: 'link.revoked' })

  const link = await bob.open()
  await until('bob to be refused', () => link.status().connection === 'refused')
  expect(link.status().error?.code).toBe('relay.refused')
  const { outcome } = await link.prompt(session, [{ type: 'text', text: 'after-revocation' }])
  void outcome.catch(() => undefined)
  await a.reaches(turn, ['completed'])
  expect(b.answer(turn)).toBe(seen)
  expect(a.state?.settled).toHaveLength(1)
  expect(world().asked('after-revocation')).toBe(0)
  const devices = await world().hearth.ok(['devices'])
  expect(devices.map(({ name }) => name)).toEqual(['alice'])
})
