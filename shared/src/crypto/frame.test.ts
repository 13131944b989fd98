import { describe, expect, it } from 'vitest'
import { flipped, patched, refusal } from '../testing/crypto-cast.ts'
import { concat, take, u32, u64, utf8 } from './bytes.ts'
import { CHANNEL_TABLE, type ChannelEvent, type ChannelState, isLive } from './channel-state.ts'
import { Channel } from './frame.ts'
import { frameHeader, frameNonce, unpad } from './frame-layout.ts'
import { BUCKETS, DECISION_BUCKET, FRAME_OVERHEAD, MAX_CONTENT, MAX_FRAME, RATCHET_FRAMES } from './limits.ts'
import { createNodeProvider } from './provider/node.ts'

const node = createNodeProvider()
const KEYS = { toHost: new Uint8Array(32).fill(1), toDevice: new Uint8Array(32).fill(2) }

function channel(role: 'device' | 'host', keys = KEYS, maxFrames?: number): Channel {
  const [send, receive] = role === 'device' ? [keys.toHost, keys.toDevice] : [keys.toDevice, keys.toHost]
  const limit = maxFrames === undefined ? {} : { maxFrames }
  const [sendKey, receiveKey] = [take(send, 0, 32), take(receive, 0, 32)]
  return new Channel(node, { role, sendKey, receiveKey, confirmed: true, ...limit })
}

const pair = (maxFrames?: number) => ({
  device: channel('device', KEYS, maxFrames),
  host: channel('host', KEYS, maxFrames),
})

/** A frame as a peer with the right key but wrong manners would seal it. */
function crafted(plaintext: Uint8Array): Uint8Array {
  const box = node.secretboxSeal(take(KEYS.toHost, 0, 32), frameNonce('device', 'data', 0), plaintext)
  return concat(frameHeader('data', 0), box)
}

describe('frames', () => {
  it('F1 each byte counts, and a bent frame ends the channel', async () => {
    const frame = channel('device').seal(utf8('content'))
    for (let at = 0; at < frame.length; at++) {
      const host = channel('host')
      const code = await refusal(() => host.open(flipped(frame, at)))
      const type = at === 1 ? 'auth' : 'order'
      expect(code, `byte ${at}`).toBe(at === 0 ? 'version' : at < 10 ? type : 'auth')
      expect(host.state).toBe('dead')
    }
  })

  it('F2 replay, F3 reorder, F4 drop', async () => {
    const orders = { F2: [0, 0], F3: [1, 0], F4: [0, 2] }
    for (const order of Object.values(orders)) {
      const { device, host } = pair()
      const frames = ['a', 'b', 'c'].map((text) => device.seal(utf8(text)))
      const codes: string[] = []
      for (const i of order) codes.push(await refusal(() => host.open(frames[i] ?? new Uint8Array(0))))
      expect(codes).toContain('order')
      expect(host.state).toBe('dead')
    }
  })

  it('F5 a frame sent back to its sender', async () => {
    const { device } = pair()
    const frame = device.seal(utf8('x'))
    expect(await refusal(() => device.open(frame))).toBe('auth')
    const sameKey = { toHost: KEYS.toHost, toDevice: KEYS.toHost }
    const mirror = channel('device', sameKey)
    expect(await refusal(() => mirror.open(frame))).toBe('auth')
  })

  it('F6 F7 a frame of another session or device', async () => {
    const other = channel('device', { toHost: new Uint8Array(32).fill(3), toDevice: KEYS.toDevice })
    expect(await refusal(() => channel('host').open(other.seal(utf8('x'))))).toBe('auth')
  })

  it('F8 a rewritten type', async () => {
    const frame = channel('device').seal(utf8('x'))
    for (const type of [0x11, 0x12, 0x13]) {
      expect(await refusal(() => channel('host').open(patched(frame, 1, Uint8Array.of(type))))).toBe('auth')
    }
    expect(await refusal(() => channel('host').open(patched(frame, 1, Uint8Array.of(0x20))))).toBe('msgtype')
  })

  it('F9 a rewritten counter', async () => {
    const { device, host } = pair()
    device.seal(utf8('first'))
    expect(await refusal(() => host.open(patched(device.seal(utf8('second')), 2, u64(0))))).toBe('auth')
  })

  it('F10 oversize, F11 undersize', async () => {
    const frame = channel('device').seal(utf8('x'))
    for (const length of [0, 1, 10, 26, 89, 91, MAX_FRAME + 1, MAX_FRAME + 1024]) {
      const wrong = new Uint8Array(length)
      wrong.set(frame.subarray(0, Math.min(length, frame.length)))
      expect(await refusal(() => channel('host').open(wrong)), `${length}`).toBe('length')
    }
  })

  it('F12 content that fits no frame is refused before sealing, and the channel lives', async () => {
    const { device, host } = pair()
    expect(await refusal(() => device.seal(new Uint8Array(MAX_CONTENT + 1)))).toBe('too_big')
    const biggest = new Uint8Array(MAX_CONTENT).fill(7)
    const frame = device.seal(biggest)
    expect(frame).toHaveLength(MAX_FRAME)
    expect(host.open(frame).content).toEqual(biggest)
  })

  it('F13 nothing works after a failure', async () => {
    const { device, host } = pair()
    const good = device.seal(utf8('x'))
    await refusal(() => host.open(flipped(good, 20)))
    expect(await refusal(() => host.open(good))).toBe('dead')
    expect(await refusal(() => host.seal(utf8('x')))).toBe('dead')
    expect(await refusal(() => host.close())).toBe('dead')
    expect(host.ended()).toBe('dead')
    device.destroy()
    expect(await refusal(() => device.seal(utf8('x')))).toBe('dead')
  })

  it('F14 allow and deny look alike', () => {
    const device = channel('device')
    const [allow, deny] = [320, 340].map((size) =>
      device.seal(new Uint8Array(size), { minBucket: DECISION_BUCKET }),
    )
    expect(allow?.length).toBe(DECISION_BUCKET + FRAME_OVERHEAD)
    expect(deny?.length).toBe(allow?.length)
  })

  it('F15 the ratchet turns over 3000 frames, and old keys open nothing new', async () => {
    const { device, host } = pair()
    for (let i = 0; i < 3000; i++) expect(host.open(device.seal(u32(i))).content).toEqual(u32(i))
    const sealed = take(KEYS.toHost, 0, 32)
    const frame = device.seal(utf8('x'))
    const nonce = frameNonce('device', 'data', 3000)
    expect(node.secretboxOpen(sealed, nonce, frame.subarray(10))).toBeUndefined()
    expect(RATCHET_FRAMES).toBe(1024)
  })

  it('F16 padding that is not zero', async () => {
    for (const at of [5, 63]) {
      const plaintext = patched(new Uint8Array(64), 0, u32(1))
      expect(await refusal(() => channel('host').open(crafted(flipped(plaintext, at))))).toBe('padding')
    }
  })

  it('F16 a padded size that is no bucket', async () => {
    for (const size of [0, 3, 63, 65, 1023])
      expect(await refusal(() => unpad(new Uint8Array(size)))).toBe('bucket')
  })

  it('F17 a content length that lies', async () => {
    for (const length of [61, 64, 0xffffffff]) {
      const plaintext = patched(new Uint8Array(64), 0, u32(length))
      expect(await refusal(() => channel('host').open(crafted(plaintext)))).toBe('content_length')
    }
  })

  it('F18 contents and frames that are no bytes', async () => {
    for (const value of ['x', {}, null, undefined, 3, new ArrayBuffer(90)]) {
      const { device, host } = pair()
      expect(await refusal(() => device.seal(value as Uint8Array))).toBe('type')
      expect(await refusal(() => host.open(value as Uint8Array))).toBe('type')
      expect(host.state).toBe('dead')
    }
  })

  it('F19 a counter ceiling ends both ends', async () => {
    const { device, host } = pair(3)
    for (let i = 0; i < 3; i++) host.open(device.seal(utf8('x')))
    expect(device.framesLeft).toBe(0)
    expect(await refusal(() => device.seal(utf8('x')))).toBe('exhausted')
    expect(device.state).toBe('dead')
    const endless = channel('device')
    const frames = [0, 1, 2, 3].map(() => endless.seal(utf8('x')))
    expect(await refusal(() => host.open(frames[3] ?? new Uint8Array(0)))).toBe('exhausted')
    expect(channel('host', KEYS, 2 ** 30).framesLeft).toBe(2 ** 20)
  })

  it('F20 an end without CLOSE is lost, one with CLOSE is finished', () => {
    const cut = pair()
    cut.host.open(cut.device.seal(utf8('x')))
    expect(cut.host.ended()).toBe('lost')
    const whole = pair()
    whole.host.open(whole.device.close())
    expect([whole.device.ended(), whole.host.ended()]).toEqual(['finished', 'finished'])
  })

  it('pads to the smallest bucket that fits', async () => {
    const device = channel('device')
    for (const [i, bucket] of BUCKETS.entries()) {
      expect(device.seal(new Uint8Array(bucket - 4))).toHaveLength(bucket + FRAME_OVERHEAD)
      const next = BUCKETS[i + 1]
      if (next === undefined) continue
      expect(device.seal(new Uint8Array(bucket - 3))).toHaveLength(next + FRAME_OVERHEAD)
    }
    expect(await refusal(() => device.seal(utf8('x'), { minBucket: 100 }))).toBe('bucket')
  })

  it('keeps the type and copies the content', () => {
    const { device, host } = pair()
    expect(host.open(device.seal(utf8('k'), { type: 'rekey' })).type).toBe('rekey')
    const frame = device.seal(utf8('k'), { type: 'ack' })
    const { content } = host.open(frame)
    frame.fill(0)
    expect(content).toEqual(utf8('k'))
  })
})

describe('channel states', () => {
  const states: ChannelState[] = ['unconfirmed', 'open', 'finished', 'lost', 'dead']
  const live: Record<ChannelEvent, ChannelState> = {
    frame: 'open',
    close: 'finished',
    end: 'lost',
    failure: 'dead',
  }
  for (const state of states) {
    for (const event of ['frame', 'close', 'end', 'failure'] as const) {
      it(`${state} on ${event}`, () => {
        expect(CHANNEL_TABLE[state][event]).toBe(isLive(state) ? live[event] : state)
      })
    }
  }
})
