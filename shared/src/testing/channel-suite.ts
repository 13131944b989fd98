import { beforeAll, describe, expect, it } from 'vitest'
import { u32, utf8 } from '../crypto/bytes.ts'
import { startConnect } from '../crypto/connect.ts'
import type { Channel } from '../crypto/frame.ts'
import { localIdentity } from '../crypto/identity.ts'
import type { DhKey, RawKeyProvider, SignKey } from '../crypto/provider/provider.ts'
import {
  answer,
  type Cast,
  connect,
  connected,
  createCast,
  flipped,
  refusal,
  type Sides,
  TEST_HELLO,
} from './crypto-cast.ts'
import { forgeAnswer, forgeFirst } from './kci.ts'

const FRAMES = 10_000
const SPARSE = 7

/** What a channel under test is made of. */
export interface ChannelSuiteOptions extends Sides {
  /**
   * Copies a device's or host's secret key to the attacker, for the key-compromise cases. Left out where keys
   * cannot leave their provider.
   */
  readonly steal?: { readonly host: Thief; readonly device: Thief }
}

/** Copies secret keys of one provider into handles of their own. */
export interface Thief {
  dh(key: DhKey): DhKey
  sign(key: SignKey): SignKey
}

/** A thief for a provider with raw keys. */
export function rawThief(provider: RawKeyProvider): Thief {
  return {
    dh: (key) => provider.importDh(provider.exportDh(key)),
    sign: (key) => provider.importSigning(provider.exportSigning(key)),
  }
}

/**
 * The acceptance suite of an end-to-end channel: connects with an honest device, an honest host and mallory, and
 * tries to forge, bend, reorder, repeat and cut what they say. Run it on every combination of providers.
 */
export function channelSuite(name: string, options: ChannelSuiteOptions): void {
  describe(`channel: ${name}`, () => {
    let cast: Cast
    beforeAll(async () => {
      cast = await createCast(options)
    })

    it('both sides derive the same session and talk both ways', async () => {
      const { device, host } = await connected(cast)
      expect(device.sid).toEqual(host.sid)
      expect(device.exporter).toEqual(host.exporter)
      const frame = device.channel.seal(utf8('hello'))
      expect(host.channel.open(frame)).toEqual({ type: 'data', content: utf8('hello') })
    })

    it('mallory cannot connect as alice', async () => {
      const { signKey, id, fingerprint } = cast.alice
      const forged = { ...cast.mallory, signKey, id, fingerprint }
      const peers = { device: forged, host: cast.hearth, room: cast.room }
      const pending = await startConnect(cast.device, peers, TEST_HELLO)
      expect(await refusal(() => answer(cast, pending.message))).toBe('auth')
    })

    it('mallory cannot answer as the host', async () => {
      const peers = { device: cast.alice, host: cast.hearth, room: cast.room }
      const pending = await startConnect(cast.device, peers, TEST_HELLO)
      const { id, fingerprint, signKey } = cast.hearth
      const posing = { ...cast, hearth: { ...cast.malloryAsHost, id, fingerprint, signKey } }
      expect(await refusal(() => answer(posing, pending.message))).toBe('auth')
    })

    it('mallory between two honest sides changes nothing unseen', async () => {
      const { device, host } = await connected(cast)
      const honest = device.channel.seal(utf8('run the tests'))
      expect(await refusal(() => host.channel.open(flipped(honest, 40)))).toBe('auth')
      expect(await refusal(() => host.channel.open(honest))).toBe('dead')
      expect(host.channel.state).toBe('dead')
    })

    it('a frame out of order kills the channel', async () => {
      const { device, host } = await connected(cast)
      device.channel.seal(utf8('first'))
      expect(await refusal(() => host.channel.open(device.channel.seal(utf8('second'))))).toBe('order')
      expect(host.channel.state).toBe('dead')
    })

    it('a frame given twice kills the channel', async () => {
      const { device, host } = await connected(cast)
      const frame = device.channel.seal(utf8('once'))
      host.channel.open(frame)
      expect(await refusal(() => host.channel.open(frame))).toBe('order')
    })

    it('a cut frame kills the channel', async () => {
      const { device, host } = await connected(cast)
      const frame = device.channel.seal(utf8('whole'))
      expect(await refusal(() => host.channel.open(frame.subarray(0, -1)))).toBe('length')
      expect(host.channel.state).toBe('dead')
    })

    it('a stream cut between frames is lost, not finished', async () => {
      const { device, host } = await connected(cast)
      host.channel.open(device.channel.seal(utf8('all?')))
      expect(host.channel.ended()).toBe('lost')
    })

    it('a stream with an authenticated end is finished', async () => {
      const { device, host } = await connected(cast)
      expect(host.channel.open(device.channel.close()).type).toBe('close')
      expect([host.channel.ended(), device.channel.ended()]).toEqual(['finished', 'finished'])
    })

    it(`carries ${FRAMES} frames in each direction`, async () => {
      const { device, host } = await connected(cast)
      expect(carry(device.channel, host.channel)).toBe(FRAMES)
      expect(carry(host.channel, device.channel)).toBe(FRAMES)
    }, 30_000)

    it('no two sessions share a name', async () => {
      const seen = new Set<string>()
      for (let i = 0; i < SPARSE; i++) seen.add((await connect(cast)).device.sid.join())
      expect(seen.size).toBe(SPARSE)
    })

    const { steal } = options
    if (steal === undefined) return

    it('H16 stolen host keys do not let mallory pose as alice', async () => {
      // With S_h she can compute ss and es, so M1 is accepted; without S_d she cannot finish.
      const stolen = localIdentity(
        cast.host,
        steal.host.dh(cast.hearth.dh),
        steal.host.sign(cast.hearth.sign),
      )

      const forged = await forgeFirst(cast, stolen)
      const host = await answer(cast, forged.message)
      expect(host.channel.state).toBe('unconfirmed')
      expect(await refusal(() => forged.finish(host.message))).toBe('auth')
      expect(await refusal(() => host.channel.seal(utf8('anything')))).toBe('unconfirmed')
    })

    it('H17 stolen device keys do not let mallory pose as the host', async () => {
      const stolen = localIdentity(
        cast.device,
        steal.device.dh(cast.alice.dh),
        steal.device.sign(cast.alice.sign),
      )
      const peers = { device: cast.alice, host: cast.hearth, room: cast.room }
      const pending = await startConnect(cast.device, peers, TEST_HELLO)
      const forged = await forgeAnswer(cast, stolen, pending.message)
      expect(await refusal(() => pending.finish(forged))).toBe('auth')
    })
  })
}

/** Sends numbered contents of many sizes and counts those that arrive unchanged. */
function carry(from: Channel, to: Channel): number {
  let same = 0
  for (let i = 0; i < FRAMES; i++) {
    const content = new Uint8Array(4 + (i % SPARSE) * 40).fill(i)
    content.set(u32(i))
    const opened = to.open(from.seal(content)).content
    if (opened.length === content.length && opened.every((byte, at) => byte === content[at])) same += 1
  }
  return same
}
