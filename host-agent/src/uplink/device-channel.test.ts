import {
  Channel,
  generateIdentity,
  type LocalIdentity,
  type DeviceSession as Shaken,
  startConnect,
  toHex,
} from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { Close, chunk, encodeUp, FrameKind, PROTOCOL_VERSION, type Up } from '@hearth/shared/protocol'
import { until } from '@hearth/shared/testing'
import type { InboundPipe, PipeEnd } from '@hearth/shared/transport'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Device } from '../identity/devices.ts'
import { ManualClock } from '../sessions/testing/manual-clock.ts'
import { DeviceChannel } from './device-channel.ts'
import { CHANNEL_FRAMES_LEFT, CHANNEL_LIFE_MS, HANDSHAKE_MS, SILENCE_MS } from './limits.ts'

const provider = createNodeProvider()

/** The host's end of a pipe whose other end is the test. */
class TestPipe implements InboundPipe {
  readonly key = ''
  readonly pid = null
  readonly backlog = 0
  readonly sent: Uint8Array[] = []
  closed: PipeEnd | null = null
  receive: (message: Uint8Array) => void = () => undefined
  end: (end: PipeEnd) => void = () => undefined
  send(message: Uint8Array): void {
    this.sent.push(message)
  }
  onMessage(handler: (message: Uint8Array) => void): void {
    this.receive = handler
  }
  onEnd(handler: (end: PipeEnd) => void): void {
    this.end = handler
  }
  close(code: number, reason: string): void {
    this.closed = { code, reason }
  }
}

let host: LocalIdentity
let alice: LocalIdentity
let clock: ManualClock
let pipe: TestPipe
let channel: DeviceChannel
let shaken: Shaken
const told: string[] = []

beforeAll(async () => {
  host = await generateIdentity(provider)
  alice = await generateIdentity(provider)
})
beforeEach(() => {
  clock = new ManualClock()
  pipe = new TestPipe()
  told.length = 0
  channel = new DeviceChannel(
    pipe,
    { id: toHex(alice.id), identity: alice } as unknown as Device,
    {
      provider,
      identity: host,
      bootId: new Uint8Array(16),
      policyEpoch: () => 1,
      clock: { now: () => clock.now(), after: (ms, run) => clock.after(ms, run), random: () => 0 },
    },
    {
      live: () => told.push('live'),
      message: ({ t }) => told.push(t),
      ended: (code) => told.push(`ended ${code}`),
    },
  )
})

const shake = async () => {
  const pending = await startConnect(
    provider,
    { device: alice, host, room: host.id },
    { protoMin: 1, protoMax: 1, caps: 0, deviceTime: 0 },
  )
  pipe.receive(pending.message)
  await until(() => pipe.sent.length === 1, 'M2')
  shaken = await pending.finish(pipe.sent[0] ?? new Uint8Array(0))
}
const say = (message: Up) => {
  for (const content of chunk(FrameKind.message, 0, encodeUp(message))) {
    pipe.receive(shaken.channel.seal(content))
  }
}
const greet = async () => {
  await shake()
  say({
    t: 'hello',
    version: PROTOCOL_VERSION,
    sid: shaken.sid,
    app: { name: 'x', version: '0' },
    audit: null,
  })
}

describe('time', () => {
  it('ends a pipe that says nothing', () => {
    clock.advance(HANDSHAKE_MS)
    expect(pipe.closed?.code).toBe(Close.timeout)
    expect(pipe.sent).toEqual([])
    expect(told).toEqual([`ended ${Close.timeout}`])
  })

  it('ends a handshake that stops half way', async () => {
    await shake()
    clock.advance(HANDSHAKE_MS)
    expect(pipe.closed?.code).toBe(Close.timeout)
    expect(pipe.sent).toHaveLength(1)
  })

  it('ends a channel after its life, whatever goes on', async () => {
    await greet()
    for (let at = 0; at < CHANNEL_LIFE_MS - 60_000; at += 60_000) {
      clock.advance(60_000)
      say({ t: 'ping', n: 1 })
    }
    expect(channel.live).toBe(true)
    clock.advance(60_000)
    expect(pipe.closed?.code).toBe(Close.done)
    expect(shaken.channel.open(pipe.sent[1] ?? new Uint8Array(0)).type).toBe('close')
  })

  it('ends a channel whose device is silent', async () => {
    await greet()
    clock.advance(SILENCE_MS - 1)
    expect(channel.live).toBe(true)
    clock.advance(1)
    expect(pipe.closed?.code).toBe(Close.timeout)
  })
})

describe('a channel', () => {
  it('is live after the hello and hands on what comes', async () => {
    await shake()
    expect(channel.live).toBe(false)
    channel.seal(new Uint8Array(1), 64)
    expect(pipe.sent).toHaveLength(1)
    say({ t: 'hello', version: 1, sid: shaken.sid, app: { name: 'x', version: '0' }, audit: null })
    say({ t: 'ping', n: 1 })
    expect(told).toEqual(['live', 'ping'])
    expect(toHex(channel.sid)).toBe(toHex(shaken.sid))
  })

  it('ends before its frames are used up', async () => {
    await greet()
    const left = vi.spyOn(Channel.prototype, 'framesLeft', 'get')
    left.mockReturnValueOnce(CHANNEL_FRAMES_LEFT + 1).mockReturnValueOnce(CHANNEL_FRAMES_LEFT)
    channel.seal(new Uint8Array(1), 64)
    expect(channel.live).toBe(true)
    channel.seal(new Uint8Array(1), 64)
    left.mockRestore()
    expect(pipe.closed?.code).toBe(Close.done)
    // Both frames went, and then the authenticated end.
    const types = pipe.sent.slice(1).map((frame) => shaken.channel.open(frame).type)
    expect(types).toEqual(['data', 'data', 'close'])
  })

  it.each([
    ['one again', (frame: Uint8Array) => [frame, frame]],
    ['a changed one', (frame: Uint8Array) => [frame.map((byte, at) => (at === 30 ? byte ^ 1 : byte))]],
    ['a short one', (frame: Uint8Array) => [frame.subarray(1)]],
  ])('ends at a frame that does not check out: %s', async (_, wrong) => {
    await greet()
    const [content] = chunk(FrameKind.message, 0, encodeUp({ t: 'ping', n: 1 }))
    for (const frame of wrong(shaken.channel.seal(content ?? new Uint8Array(0)))) pipe.receive(frame)
    expect(pipe.closed?.code).toBe(Close.protocol)
    expect(told.at(-1)).toBe(`ended ${Close.protocol}`)
    pipe.receive(new Uint8Array(90))
    expect(told.filter((line) => line.startsWith('ended'))).toHaveLength(1)
  })

  it('ends at a frame type that has no place', async () => {
    await greet()
    pipe.receive(shaken.channel.seal(new Uint8Array(12), { type: 'ack' }))
    expect(pipe.closed?.code).toBe(Close.protocol)
  })

  it('ends when the device says so, or its pipe does', async () => {
    await greet()
    pipe.receive(shaken.channel.close())
    expect(told.at(-1)).toBe(`ended ${Close.done}`)
    pipe.end({ code: Close.peerGone, reason: 'x' })
    expect(told.filter((line) => line.startsWith('ended'))).toHaveLength(1)
  })
})
