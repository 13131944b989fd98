import { concat, startConnect } from '@hearth/shared/crypto'
import { hostIdentity } from '@hearth/shared/link'
import { Close } from '@hearth/shared/protocol'
import { newDevice, newRelayIdentity, until } from '@hearth/shared/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Member, provider, Rig } from '../host/testing.ts'
import { RawDevice } from './testing.ts'

const AT = { project: 'ab'.repeat(8), provenance: 'user' } as const

let rig: Rig
let alice: Member
let mallory: Member

beforeAll(async () => {
  rig = await new Rig().start()
  await until(() => rig.host.status().relays[0]?.state === 'connected', 'the relay')
})
afterAll(() => rig.end())
beforeEach(async () => {
  for (const { id } of rig.host.devices.list()) await rig.host.revoke(id)
  alice = await rig.pair('alice')
  mallory = await rig.pair('mallory')
})

const connect = (member: Member, odd = {}) => RawDevice.connect(member, rig.relay.transport, odd)
const ended = async (device: RawDevice) => {
  await until(() => device.end !== null, 'the end')
  return device.end?.code
}

describe('before the device proved itself', () => {
  it('the host sends M2 and not one byte more (H2)', async () => {
    const device = await connect(alice, { until: 'm3' })
    rig.host.requests.open(
      { session: '5e'.repeat(16), turn: 1, agent: 'opencode', ...AT, cwd: rig.repository, ask: question },
      () => undefined,
    )
    await rig.host.projects.add(rig.repository)
    await new Promise((resolve) => setImmediate(resolve))
    expect(device.raw).toHaveLength(1)
    expect(rig.host.status().present).toEqual([])
    device.close()
  })

  it('nothing is sent to a device that says nothing', async () => {
    const device = await connect(alice, { until: 'm1' })
    await new Promise((resolve) => setImmediate(resolve))
    expect(device.raw).toEqual([])
    device.close()
  })

  it('a replayed M1 gives no channel, even with the whole session behind it (H9, H10)', async () => {
    const sent: Uint8Array[] = []
    const first = await connect(alice, { until: 'm1' })
    const pipe = first.pipe
    const host = hostIdentity(provider, alice.paired)
    const pending = await startConnect(
      provider,
      { device: alice.keys.identity, host, room: host.id },
      { protoMin: 1, protoMax: 1, caps: 0, deviceTime: 0 },
    )
    sent.push(pending.message)
    pipe?.send(pending.message)
    await until(() => first.raw.length === 1, 'M2')
    const session = await pending.finish(first.raw[0] ?? new Uint8Array(0))
    const m3 = session.channel.seal(new Uint8Array(20))
    sent.push(m3)
    first.close()
    const replay = await connect(alice, { until: 'm1' })
    replay.pipe?.send(sent[0] ?? new Uint8Array(0))
    await until(() => replay.raw.length === 1, 'M2 of the replay')
    replay.pipe?.send(m3)
    expect(await ended(replay)).toBe(Close.protocol)
    expect(replay.raw).toHaveLength(1)
  })
})

const question = {
  kind: 'question' as const,
  id: 'q',
  questions: [],
  reply: async () => 'applied' as const,
}

describe('a handshake that does not check out', () => {
  const send = async (message: Uint8Array) => {
    const device = await connect(alice, { until: 'm1' })
    device.pipe?.send(message)
    const code = await ended(device)
    expect(device.raw).toEqual([])
    return code
  }

  it.each([1, 82, 83, 84, 1000])('%d bytes of nothing', async (length) => {
    expect(await send(new Uint8Array(length).fill(1))).toBe(Close.refused)
  })

  it('another version of the message itself', async () => {
    expect(await send(new Uint8Array(83).fill(2))).toBe(Close.version)
  })

  it('mallory’s keys under alice’s relay key (H13)', async () => {
    const host = hostIdentity(provider, alice.paired)
    const { message } = await startConnect(
      provider,
      { device: mallory.keys.identity, host, room: host.id },
      { protoMin: 1, protoMax: 1, caps: 0, deviceTime: 0 },
    )
    expect(await send(message)).toBe(Close.refused)
  })

  it('another room (H15)', async () => {
    const host = hostIdentity(provider, alice.paired)
    const { message } = await startConnect(
      provider,
      { device: alice.keys.identity, host, room: new Uint8Array(16) },
      { protoMin: 1, protoMax: 1, caps: 0, deviceTime: 0 },
    )
    expect(await send(message)).toBe(Close.refused)
  })

  it('a version that is not spoken (H18)', async () => {
    const device = await connect(alice, { protoMin: 2, protoMax: 9 })
    expect(await ended(device)).toBe(Close.version)
    expect(device.raw).toEqual([])
  })

  it('a second message before M2', async () => {
    const device = await connect(alice, { until: 'm1' })
    device.pipe?.send(new Uint8Array(83))
    device.pipe?.send(new Uint8Array(83))
    expect(await ended(device)).toBe(Close.protocol)
  })
})

describe('the first message', () => {
  it('of another channel', async () => {
    const device = await connect(alice, { hello: { sid: new Uint8Array(32) } })
    expect(await ended(device)).toBe(Close.protocol)
    expect(device.raw).toHaveLength(1)
  })

  it('of another version', async () => {
    const device = await connect(alice, { hello: { version: 99 } })
    expect(await ended(device)).toBe(Close.version)
  })

  it('that is no hello', async () => {
    const device = await connect(alice, { until: 'm3' })
    device.send({ t: 'ping', n: 1 })
    expect(await ended(device)).toBe(Close.protocol)
    expect(device.downs).toEqual([])
  })

  it('twice', async () => {
    const device = await connect(alice)
    device.send({ t: 'hello', version: 1, sid: device.sid, app: { name: 'x', version: '0' }, audit: null })
    await ended(device)
    expect(rig.host.status().present).toEqual([])
  })
})

describe('who may meet the host', () => {
  it('no device that it does not know, whatever the relay lets through', async () => {
    const stranger = await newDevice(provider, 'mallory', newRelayIdentity())
    const member = { ...mallory, keys: stranger.keys }
    await expect(connect(member)).rejects.toMatchObject({ code: 'relay.refused' })
  })

  it('no revoked device: its open line is closed, and it can’t come back (R7, A10)', async () => {
    const device = await connect(mallory)
    await rig.host.revoke(mallory.id)
    expect(await ended(device)).toBe(Close.revoked)
    expect(device.of('revoked')).toHaveLength(1)
    const room = rig.host.status().id
    await until(
      untilRefused(() => rig.relay.transport, room),
      'the relay to hear of it',
    )
    await expect(connect(mallory)).rejects.toMatchObject({ code: 'relay.refused' })
  })

  it('a device that was revoked and is let through by the relay all the same', async () => {
    const keep = rig.host.devices.list().find(({ id }) => id === mallory.id)
    const device = await connect(mallory, { until: 'm3' })
    await rig.host.revoke(mallory.id)
    device.sendContent(concat(new Uint8Array(10)))
    expect(await ended(device)).toBe(Close.revoked)
    expect(keep?.id).toBe(mallory.id)
    expect(device.downs).toEqual([])
  })
})

/** True once the relay refuses mallory: asked without waiting, the answer counts the next time. */
function untilRefused(transport: () => Rig['relay']['transport'], room: string): () => boolean {
  let refused = false
  let asking = false
  return () => {
    if (!asking) {
      asking = true
      void mallory.keys
        .relay(rig.relay.origin)
        .then((identity) =>
          transport().dialDevice({ origin: rig.relay.origin, identity, destination: { to: 'host', room } }),
        )
        .then(
          (line) => line.close(),
          () => {
            refused = true
          },
        )
        .finally(() => {
          asking = false
        })
    }
    return refused
  }
}
