import { beforeAll, describe, expect, it } from 'vitest'
import {
  answer,
  type Cast,
  connect,
  createCast,
  flipped,
  pairing,
  patched,
  refusal,
  TEST_HELLO,
  TEST_NOW,
  TEST_WELCOME,
} from '../testing/crypto-cast.ts'
import { LOW_ORDER_POINTS, withSignBit } from '../testing/provider-suite.ts'
import { concat, utf8 } from './bytes.ts'
import { answerConnect, chooseProto, startConnect } from './connect.ts'
import { decodeWelcome, encodeHello, encodeWelcome } from './connect-messages.ts'
import { createNodeProvider } from './provider/node.ts'

const node = createNodeProvider()
let cast: Cast
beforeAll(async () => {
  cast = await createCast({ device: node, host: node })
})

const start = () => startConnect(node, { device: cast.alice, host: cast.hearth, room: cast.room }, TEST_HELLO)
const ALL_POINTS = LOW_ORDER_POINTS.flatMap((point) => [point, withSignBit(point)])

describe('connect handshake', () => {
  it('carries hello and welcome', async () => {
    const { device, host } = await connect(cast)
    expect(host.hello).toMatchObject(TEST_HELLO)
    const { random: _, ...welcome } = { random: undefined, ...TEST_WELCOME }
    expect(device.welcome).toEqual(welcome)
  })

  it('H2 host may not send before the device confirmed', async () => {
    const { device, host } = await connect(cast)
    expect(host.channel.state).toBe('unconfirmed')
    expect(await refusal(() => host.channel.seal(utf8('x')))).toBe('unconfirmed')
    expect(await refusal(() => host.channel.close())).toBe('unconfirmed')
    host.channel.open(device.channel.seal(utf8('hello')))
    expect(await refusal(() => host.channel.seal(utf8('x')))).toBe('accepted')
  })

  it('H3 each byte of M1 counts', async () => {
    const { message } = await start()
    for (let at = 0; at < message.length; at++) {
      const code = await refusal(() => answer(cast, flipped(message, at)))
      expect(code).toBe(['version', 'msgtype', 'suite'][at] ?? 'auth')
    }
  })

  it('H4 each byte of M2 counts', async () => {
    for (let at = 0; at < 99; at++) {
      const pending = await start()
      const { message } = await answer(cast, pending.message)
      const code = await refusal(() => pending.finish(flipped(message, at)))
      expect(code).toBe(['version', 'msgtype', 'suite'][at] ?? 'auth')
    }
  })

  it('H5 H21 shorter or longer messages are refused', async () => {
    const pending = await start()
    const { message } = pending
    for (const length of [0, 1, 2, 3, 35, 82]) {
      expect(await refusal(() => answer(cast, message.subarray(0, length)))).toBe('length')
    }
    expect(await refusal(() => answer(cast, concat(message, new Uint8Array(1))))).toBe('length')
    const m2 = (await answer(cast, message)).message
    expect(await refusal(() => pending.finish(concat(m2, new Uint8Array(1))))).toBe('length')
    expect(await refusal(async () => (await start()).finish(m2.subarray(0, 98)))).toBe('length')
  })

  it('H6 low-order ephemerals of the device are refused', async () => {
    const { message } = await start()
    for (const point of ALL_POINTS) {
      expect(await refusal(() => answer(cast, patched(message, 3, point)))).toBe('low_order')
    }
  })

  it('H7 low-order ephemerals of the host are refused', async () => {
    const m2 = (await answer(cast, (await start()).message)).message
    for (const point of ALL_POINTS) {
      const code = await refusal(async () => (await start()).finish(patched(m2, 3, point)))
      expect(code).toBe('low_order')
    }
  })

  it('H8 another encoding of the same point is another transcript', async () => {
    const { message } = await start()
    expect(await refusal(() => answer(cast, flipped(message, 34, 0x80)))).toBe('auth')
  })

  it('H9 a replayed M1 gives no usable channel', async () => {
    const first = await connect(cast)
    const replayed = await answer(cast, first.m1)
    const captured = first.device.channel.seal(utf8('hello'))
    expect(await refusal(() => replayed.channel.open(captured))).toBe('auth')
    expect(await refusal(() => replayed.channel.seal(utf8('x')))).toBe('dead')
  })

  it('H10 a whole replayed session stays unconfirmed', async () => {
    const { m1, device } = await connect(cast)
    const frames = [device.channel.seal(utf8('hello')), device.channel.seal(utf8('allow'))]
    const replayed = await answer(cast, m1)
    for (const frame of frames) expect(await refusal(() => replayed.channel.open(frame))).not.toBe('accepted')
    expect(replayed.channel.state).toBe('dead')
  })

  it('H11 a replayed M2 does not fit a new M1', async () => {
    const { m2 } = await connect(cast)
    expect(await refusal(async () => (await start()).finish(m2))).toBe('auth')
  })

  it('H12 a reflected M1 is no M2', async () => {
    const pending = await start()
    expect(await refusal(() => pending.finish(pending.message))).toBe('msgtype')
    const { message } = await start()
    const dressed = patched(concat(message, new Uint8Array(16)), 1, Uint8Array.of(0x02))
    expect(await refusal(async () => (await start()).finish(dressed))).toBe('auth')
  })

  it('H13 another device than the one announced', async () => {
    expect(await refusal(() => connect(cast, { device: cast.bob, deviceSeenByHost: cast.alice }))).toBe(
      'auth',
    )
  })

  it('H14 a swapped signing key on either side', async () => {
    const swapped = { ...cast.alice, signKey: cast.mallory.signKey }
    expect(await refusal(() => connect(cast, { deviceSeenByHost: swapped }))).toBe('auth')
    const host = { ...cast.hearth, signKey: cast.mallory.signKey }
    expect(await refusal(() => connect(cast, { hostSeenByDevice: host }))).toBe('auth')
  })

  it('H15 another room', async () => {
    expect(await refusal(() => connect(cast, { roomAtHost: new Uint8Array(16) }))).toBe('auth')
    expect(await refusal(() => connect(cast, { roomAtHost: new Uint8Array(15) }))).toBe('length')
  })

  it('H18 unknown version and suite are refused without fallback', async () => {
    const { message } = await start()
    for (const value of [0x00, 0x02, 0xff]) {
      expect(await refusal(() => answer(cast, patched(message, 0, Uint8Array.of(value))))).toBe('version')
      expect(await refusal(() => answer(cast, patched(message, 2, Uint8Array.of(value))))).toBe('suite')
    }
  })

  it('H19 only Uint8Array is a message', async () => {
    const pending = await start()
    for (const value of ['x', {}, null, undefined, 5, [1, 1, 1], pending.message.buffer]) {
      expect(await refusal(() => answer(cast, value as Uint8Array))).toBe('type')
      expect(await refusal(async () => (await start()).finish(value as Uint8Array))).toBe('type')
    }
  })

  it('H20 sids differ between sessions and agree between sides', async () => {
    const seen = new Set<string>()
    for (let i = 0; i < 50; i++) {
      const { device, host } = await connect(cast)
      expect(device.sid).toEqual(host.sid)
      seen.add(device.sid.join())
    }
    expect(seen.size).toBe(50)
  })

  it('P15 a pairing message is no connect message, and back', async () => {
    const { pending, host } = await pairing(cast)
    const connecting = await start()
    expect(await refusal(() => answer(cast, pending.message))).toBe('msgtype')
    expect(await refusal(() => host.answer(connecting.message, 0))).toBe('msgtype')
    const m2 = (await answer(cast, connecting.message)).message
    expect(await refusal(() => pending.finish(m2))).toBe('msgtype')
  })

  it('answers once', async () => {
    const pending = await start()
    const { message } = await answer(cast, pending.message)
    await pending.finish(message)
    expect(await refusal(() => pending.finish(message))).toBe('state')
    const abandoned = await start()
    abandoned.abandon()
    expect(await refusal(() => abandoned.finish(message))).toBe('state')
  })

  it('agrees on the highest common protocol or on none', async () => {
    const hello = { ...TEST_HELLO, protoMin: 2, protoMax: 4 }
    expect(chooseProto(hello, { min: 1, max: 3 })).toBe(3)
    expect(chooseProto(hello, { min: 3, max: 9 })).toBe(4)
    expect(chooseProto(hello, { min: 4, max: 9 })).toBe(4)
    expect(chooseProto(hello, { min: 1, max: 2 })).toBe(2)
    expect(await refusal(() => chooseProto(hello, { min: 5, max: 6 }))).toBe('version')
    expect(await refusal(() => chooseProto(hello, { min: 1, max: 1 }))).toBe('version')
  })

  it('refuses a protocol that the device did not offer', async () => {
    const peers = { host: cast.hearth, device: cast.alice, room: cast.room }
    for (const proto of [1, 4]) {
      const pending = await startConnect(node, peers, { ...TEST_HELLO, protoMin: 2, protoMax: 3 })
      const welcome = { ...TEST_WELCOME, proto }
      const { message } = await answerConnect(node, peers, pending.message, () => welcome)
      expect(await refusal(() => pending.finish(message))).toBe('version')
    }
  })

  it('takes one answer, also of two at once', async () => {
    const pending = await start()
    const { message } = await answer(cast, pending.message)
    const both = await Promise.all([message, message].map((m) => refusal(() => pending.finish(m))))
    expect(both).toEqual(['accepted', 'state'])
  })

  it('puts nothing of another length into a message', async () => {
    const long = new Uint8Array(17)
    expect(await refusal(() => encodeHello(node, { ...TEST_HELLO, random: long }))).toBe('length')
    expect(await refusal(() => encodeWelcome(node, { ...TEST_WELCOME, random: long }))).toBe('length')
    expect(await refusal(() => encodeWelcome(node, { ...TEST_WELCOME, bootId: long }))).toBe('length')
  })

  it('refuses a welcome whose reserved field is not zero', async () => {
    const welcome = encodeWelcome(node, TEST_WELCOME)
    expect(await refusal(() => decodeWelcome(welcome))).toBe('accepted')
    for (const at of [2, 3]) expect(await refusal(() => decodeWelcome(flipped(welcome, at)))).toBe('reserved')
  })

  it('refuses a hello whose range is upside down, or whose clock is no number', async () => {
    const peers = { device: cast.alice, host: cast.hearth, room: cast.room }
    const odd = await startConnect(node, peers, { ...TEST_HELLO, protoMin: 2, protoMax: 1 })
    expect(await refusal(() => answer(cast, odd.message))).toBe('version')
    const bad = { ...TEST_HELLO, deviceTime: TEST_NOW + 0.5 }
    expect(await refusal(() => startConnect(node, peers, bad))).toBe('range')
  })
})
