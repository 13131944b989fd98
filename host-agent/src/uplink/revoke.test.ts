import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newId, Rig } from '../host/testing.ts'
import { fakeAsk } from '../sessions/testing/fake-driver.ts'
import { RawDevice } from './testing.ts'

const AT = { project: 'ab'.repeat(8), provenance: 'user' } as const

let rig: Rig
beforeEach(async () => {
  rig = await new Rig().start()
  await until(() => rig.host.status().relays[0]?.state === 'connected', 'the relay')
})
afterEach(() => rig.end())

it('a device revoked in the middle of a stream gets nothing more, and the others all of it', async () => {
  const [alice, mallory] = [await rig.pair('alice'), await rig.pair('mallory')]
  const [good, bad] = [
    await RawDevice.connect(alice, rig.relay.transport),
    await RawDevice.connect(mallory, rig.relay.transport),
  ]
  const { id: project } = await rig.host.projects.add(rig.repository)
  const session = newId()
  good.send({ t: 'new-session', call: 1, session, project, agent: 'opencode', place: 'main', title: 'x' })
  await good.answer(1)
  for (const device of [good, bad]) device.send({ t: 'subscribe', call: 2, sub: 1, session, after: 0 })
  await Promise.all([good.answer(2), bad.answer(2)])
  good.send({ t: 'prompt', id: newId(), session, content: [{ type: 'text', text: 'x' }] })
  await until(() => rig.agent.running.size === 1, 'the turn')
  rig.agent.turn.accept().say('before ')
  const text = (device: RawDevice) => JSON.stringify(device.lives)
  await until(() => text(bad).includes('before') && text(good).includes('before'), 'the first words')

  const seen = bad.raw.length
  rig.agent.turn.say('secret ')
  const revoking = rig.host.revoke(mallory.id)
  rig.agent.turn.ask(fakeAsk('per_1'))
  bad.send({ t: 'prompt', id: newId(), session, content: [{ type: 'text', text: 'too late' }] })
  rig.agent.turn.say('after')
  await revoking
  await until(() => bad.end !== null && text(good).includes('after'), 'the end')
  expect(text(bad)).not.toContain('secret')
  expect(bad.of('request')).toEqual([])
  expect(bad.of('revoked')).toHaveLength(1)
  expect(bad.of('admitted')).toEqual([])
  // `revoked` and the authenticated end.
  expect(bad.raw.length - seen).toBe(2)
  expect(good.of('request')).toHaveLength(1)
  expect(text(good)).toContain('secret')
  expect(rig.agent.deliveries.map(({ text: prompt }) => prompt)).toEqual(['x'])
  good.close()
  bad.close()
})

it('a device that is paired anew with fewer rights loses what it had opened with the old ones', async () => {
  const mallory = await rig.pair('mallory')
  const before = await RawDevice.connect(mallory, rig.relay.transport)
  const again = await rig.pair('mallory', { device: mallory.device, rights: ['prompt'] })
  await until(() => before.end !== null, 'the end of the old channel')
  expect(before.of('revoked')).toEqual([])
  const after = await RawDevice.connect(again, rig.relay.transport)
  after.send({ t: 'subscribe', call: 1, sub: 1, session: newId(), after: 0 })
  expect(await after.answer(1)).toMatchObject({ t: 'error', error: { code: 'host.not_allowed' } })
  after.close()
})

it('offers of a channel are void when it ends', async () => {
  const alice = await rig.pair('alice')
  const first = await RawDevice.connect(alice, rig.relay.transport)
  const { request } = rig.host.requests.open(
    { session: newId(), turn: 1, agent: 'opencode', ...AT, cwd: rig.repository, ask: fakeAsk('per_1') },
    () => undefined,
  )
  first.send({ t: 'ask-offer', call: 1, request })
  expect(await first.answer(1)).toMatchObject({ t: 'offer', request })
  first.close()
  await until(() => rig.host.status().present.length === 0, 'the end')
  const second = await RawDevice.connect(alice, rig.relay.transport)
  expect(second.of('overview')[0]?.requests).toHaveLength(1)
  second.send({ t: 'decide', call: 1, decision: new Uint8Array(320) })
  expect(await second.answer(1)).toMatchObject({ t: 'error', error: { code: 'decision.label' } })
  second.close()
})
