import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Member, newId, Rig } from '../host/testing.ts'
import { LAG_EVENTS, MAX_LAG_EVENTS } from './limits.ts'
import { RawDevice } from './testing.ts'

let rig: Rig
let alice: Member
let bob: Member
let session: string
const devices: RawDevice[] = []

const connect = async (member: Member): Promise<RawDevice> => {
  const device = await RawDevice.connect(member, rig.relay.transport)
  devices.push(device)
  return device
}
const follow = async (device: RawDevice, after: number | null = 0) => {
  device.send({ t: 'subscribe', call: 9, sub: 1, session, after })
  expect(await device.answer(9)).toMatchObject({ t: 'result' })
}
const seqs = (device: RawDevice): number[] =>
  device.lives.flatMap(({ events }) => events.map(({ seq }) => seq))
const text = (device: RawDevice): string =>
  device.lives
    .flatMap(({ events }) => events.flatMap((event) => (event.type === 'text' ? [event.text] : [])))
    .join('')
const gapless = (numbers: number[]) => numbers.every((seq, index) => seq === (numbers[0] ?? 0) + index)

beforeEach(async () => {
  rig = await new Rig().start()
  await until(() => rig.host.status().relays[0]?.state === 'connected', 'the relay')
  alice = await rig.pair('alice')
  bob = await rig.pair('bob')
  const { id: project } = await rig.host.projects.add(rig.repository)
  session = newId()
  const by = alice.id
  await rig.host.sessions.create({ session, project, agent: 'opencode', place: 'main', title: 'x', by })
  await rig.host.sessions.admit({ id: newId(), session, content: [{ type: 'text', text: 'go' }], by })
  await until(() => rig.agent.running.size === 1, 'the turn')
  rig.agent.turn.accept()
})
afterEach(async () => {
  for (const device of devices.splice(0)) device.close()
  await rig.end()
})

/** So many events that no text is merged into one. */
const stream = (count: number, size = 10) => {
  for (let i = 0; i < count; i += 1) rig.agent.turn.say(`${'x'.repeat(size)} `, `block ${i}`)
}

describe('a subscription', () => {
  it('gives everything after a cursor in order, says when it has caught up, then goes on live', async () => {
    stream(50)
    const device = await connect(alice)
    await follow(device, 0)
    await until(() => device.of('caught-up').length === 1, 'the head')
    const head = device.of('caught-up')[0]?.seq ?? 0
    expect(seqs(device).slice(0, head)).toEqual(Array.from({ length: head }, (_, i) => i + 1))
    rig.agent.turn.say('live', 'later')
    await until(() => text(device).endsWith('live'), 'the live word')
    expect(gapless(seqs(device))).toBe(true)
    expect(device.of('caught-up')).toHaveLength(1)
  })

  it('begins with a snapshot where asked, and goes on right behind it', async () => {
    stream(20)
    const device = await connect(alice)
    await follow(device, null)
    await until(() => device.of('caught-up').length === 1, 'the head')
    const [snapshot] = device.of('snapshot')
    expect(snapshot?.state.current?.blocks.length).toBeGreaterThan(10)
    rig.agent.turn.say('live', 'later')
    await until(() => text(device).includes('live'), 'the live word')
    expect(seqs(device)[0]).toBe((snapshot?.state.seq ?? 0) + 1)
  })

  it('above the head is refused', async () => {
    const device = await connect(alice)
    device.send({ t: 'subscribe', call: 1, sub: 1, session, after: 1_000_000 })
    expect(await device.answer(1)).toMatchObject({ error: { code: 'host.cursor' } })
    device.send({ t: 'subscribe', call: 2, sub: 1, session: newId(), after: 0 })
    expect(await device.answer(2)).toMatchObject({ error: { code: 'host.unknown_session' } })
  })

  it('waits for a device that does not acknowledge, and goes on where it was', async () => {
    for (let i = 0; i < MAX_LAG_EVENTS + 3_000; i += 1)
      rig.agent.turn.draft({ type: 'notice', level: 'info', code: 'n', text: `${i}` })
    await until(
      () =>
        rig.host.sessions.summaries()[0]?.seq !== undefined &&
        (rig.host.sessions.summaries()[0]?.seq ?? 0) > MAX_LAG_EVENTS + 3_000,
      'the log',
    )
    const device = await connect(alice)
    await follow(device, 0)
    await until(() => seqs(device).length > MAX_LAG_EVENTS, 'the window to fill')
    await device.flushed()
    const before = seqs(device).length
    expect(device.of('caught-up')).toEqual([])
    expect(before).toBeLessThan(MAX_LAG_EVENTS + 3_000)
    device.send({ t: 'ack', sub: 1, seq: before })
    await until(() => seqs(device).length > before, 'more')
    const timer = setInterval(() => device.send({ t: 'ack', sub: 1, seq: seqs(device).length }), 10)
    await until(() => device.of('caught-up').length === 1, 'the head')
    clearInterval(timer)
    expect(gapless(seqs(device))).toBe(true)
    expect(before).toBeGreaterThan(LAG_EVENTS)
  })
})

describe('one bad device harms no other (promise 11)', () => {
  it('one that does not read holds nobody up, and gets all of it when it does', async () => {
    const [good, slow] = [await connect(alice), await connect(bob)]
    await Promise.all([follow(good), follow(slow)])
    const resume = rig.relay.stall(({ role, key }) => {
      const own = rig.host.devices.get(bob.id)?.relayKey
      return role === 'device' && key === own
    })
    stream(400, 2_000)
    rig.agent.turn.say('end', 'last')
    await until(() => text(good).endsWith('end'), 'the good one to have all')
    expect(text(slow)).not.toContain('end')
    good.send({ t: 'ping', n: 1 })
    await until(() => good.of('pong').length === 1, 'a pong')
    resume()
    await until(() => text(slow).endsWith('end'), 'the slow one to have all')
    expect(gapless(seqs(slow))).toBe(true)
    expect(text(slow)).toBe(text(good))
  })

  it('one that sends garbage ends its own channel only', async () => {
    const [good, bad] = [await connect(alice), await connect(bob)]
    await follow(good)
    bad.pipe?.send(new Uint8Array(100))
    await until(() => bad.end !== null, 'the end of the bad one')
    rig.agent.turn.say('still here')
    await until(() => text(good).includes('still here'), 'the words')
    expect(rig.host.status().present.map(({ device }) => device)).toEqual([alice.id])
  })
})
