import { beforeAll, describe, expect, it } from 'vitest'
import {
  answer,
  type Cast,
  connect,
  createCast,
  refusal,
  TEST_HELLO,
  TEST_NOW,
  TEST_WELCOME,
} from '../testing/crypto-cast.ts'
import { isZero, utf8 } from './bytes.ts'
import { answerConnect, startConnect } from './connect.ts'
import { Channel } from './frame.ts'
import { RATCHET_FRAMES } from './limits.ts'
import { startPairing } from './pairing-device.ts'
import { HostPairing } from './pairing-host.ts'
import { createNodeProvider } from './provider/node.ts'
import type { CryptoProvider } from './provider/provider.ts'

const node = createNodeProvider()
const NOW = TEST_NOW - 1
let cast: Cast
beforeAll(async () => {
  cast = await createCast({ device: node, host: node })
})

/** What is shown or sent, and what belongs to the channel: the rest has to be gone. */
const KEPT = [
  'hearth1/d2h',
  'hearth1/h2d',
  'hearth1/export',
  'hearth1/pair/pid',
  'hearth1/pair/sas',
  'hearth1/psk-h',
]

/** A provider that remembers each secret it made, and which ephemeral keys were forgotten. */
function watched() {
  const secrets: { readonly label: string; readonly bytes: Uint8Array }[] = []
  const links: Uint8Array[] = []
  const nonces: Uint8Array[] = []
  const made: unknown[] = []
  const forgotten: unknown[] = []
  const provider: CryptoProvider = {
    ...node,
    randomBytes(length) {
      const bytes = node.randomBytes(length)
      nonces.push(bytes)
      return bytes
    },
    hkdfExtract(salt, ikm) {
      // What a pairing keeps of its link.
      if (new TextDecoder().decode(salt) === 'hearth1/pair') links.push(ikm)
      const bytes = node.hkdfExtract(salt, ikm)
      secrets.push({ label: 'prk', bytes })
      return bytes
    },
    hkdfExpand(prk, info, length) {
      const bytes = node.hkdfExpand(prk, info, length)
      const label = new TextDecoder().decode(info)
      if (!KEPT.some((kept) => label.startsWith(kept))) secrets.push({ label, bytes })
      return bytes
    },
    async generateEphemeral() {
      const key = await node.generateEphemeral()
      made.push(key)
      return key
    },
    forget(key) {
      forgotten.push(key)
      node.forget(key)
    },
  }
  return {
    provider,
    /** Secrets that are still there. */
    left: () => secrets.filter(({ bytes }) => !isZero(bytes)).map(({ label }) => label),
    seen: () => secrets.length,
    links,
    nonces,
    isForgotten: () => made.length > 0 && made.every((key) => forgotten.includes(key)),
  }
}

describe('a handshake leaves no secret of its own behind', () => {
  it('at the device, when it is through', async () => {
    const { provider, left, seen, isForgotten } = watched()
    const pending = await startConnect(
      provider,
      { device: cast.alice, host: cast.hearth, room: cast.room },
      TEST_HELLO,
    )
    const { message } = await answer(cast, pending.message)
    await pending.finish(message)
    expect([left(), isForgotten()]).toEqual([[], true])
    expect(seen()).toBeGreaterThan(4)
  })

  it('at the device, when the answer is refused, or never came', async () => {
    for (const end of ['refused', 'abandoned']) {
      const { provider, left, isForgotten } = watched()
      const pending = await startConnect(
        provider,
        { device: cast.alice, host: cast.hearth, room: cast.room },
        TEST_HELLO,
      )
      if (end === 'refused') expect(await refusal(() => pending.finish(new Uint8Array(99)))).toBe('version')
      else pending.abandon()
      expect([left(), isForgotten()]).toEqual([[], true])
      expect(await refusal(() => pending.finish(new Uint8Array(99)))).toBe('state')
    }
  })

  it('at the host', async () => {
    const { provider, left, isForgotten } = watched()
    const pending = await startConnect(
      node,
      { device: cast.alice, host: cast.hearth, room: cast.room },
      TEST_HELLO,
    )
    const peers = { host: cast.hearth, device: cast.alice, room: cast.room }
    await answerConnect(provider, peers, pending.message, () => TEST_WELCOME)
    expect([left(), isForgotten()]).toEqual([[], true])
  })
})

describe('a channel', () => {
  const keys = () => ({ sendKey: new Uint8Array(32).fill(1), receiveKey: new Uint8Array(32).fill(2) })

  it.each([
    ['given up', (channel: Channel) => channel.destroy()],
    ['closed', (channel: Channel) => void channel.close()],
    ['whose stream ended', (channel: Channel) => void channel.ended()],
    ['that met a bad frame', (channel: Channel) => expect(() => channel.open(new Uint8Array(3))).toThrow()],
  ])('%s has no keys any more, and takes nothing', async (_how, end) => {
    const own = keys()
    const channel = new Channel(node, { role: 'device', ...own, confirmed: true })
    end(channel)
    expect([isZero(own.sendKey), isZero(own.receiveKey)]).toEqual([true, true])
    expect(await refusal(() => channel.seal(utf8('x')))).toBe('dead')
  })

  it('forgets a key when the next one is made, and not before', () => {
    const own = keys()
    const { provider, left } = watched()
    const channel = new Channel(provider, { role: 'device', ...own, confirmed: true })
    for (let n = 1; n < RATCHET_FRAMES; n += 1) channel.seal(utf8('x'))
    expect(isZero(own.sendKey)).toBe(false)
    expect(left()).toEqual([])
    channel.seal(utf8('x'))
    expect(isZero(own.sendKey)).toBe(true)
    expect(isZero(own.receiveKey)).toBe(false)
    // The key that is used now, and nothing of how it was made.
    expect(left()).toEqual(['next'])
  })
})

describe('a pairing leaves no secret of its own behind', () => {
  const OPTIONS = { mode: 'link', expiresAt: TEST_NOW } as const
  const parties = async (of: { device?: CryptoProvider; host?: CryptoProvider }) => {
    const { device = node, host = node } = of
    const secret = node.randomBytes(32)
    const link = { secret, mode: 'link', hostFingerprint: cast.hearth.fingerprint } as const
    return {
      device: await startPairing(device, { device: cast.alice, ...link }),
      host: new HostPairing(host, { host: cast.hearth, secret, ...OPTIONS }),
    }
  }

  it.each(['through', 'given up'])('at the device, when it is %s', async (end) => {
    const { provider, left, nonces, isForgotten } = watched()
    const { host, device } = await parties({ device: provider })
    if (end === 'through') await device.finish(await host.answer(device.message, NOW))
    else device.abandon()
    expect([left(), nonces.map(isZero), isForgotten()]).toEqual([[], [true], true])
    expect(await refusal(() => device.finish(new Uint8Array(211)))).toBe('state')
  })

  it.each(['through', 'given up', 'given up while it answers', 'too late'])(
    'at the host, when it is %s',
    async (end) => {
      const { provider, left, links, nonces, isForgotten } = watched()
      const { host, device } = await parties({ host: provider })
      const answering = host.answer(device.message, NOW)
      if (end === 'given up while it answers') {
        host.destroy()
        expect(await refusal(() => answering)).toBe('dead')
      } else {
        const { message } = await device.finish(await answering)
        if (end === 'through') await host.finish(message, NOW)
        else if (end === 'given up') host.destroy()
        else expect(await refusal(() => host.finish(message, TEST_NOW))).toBe('expired')
      }
      expect([left(), nonces.map(isZero), isForgotten()]).toEqual([[], [true], true])
      // One that came to its end keeps the link’s secret, to know when somebody else has it too.
      expect(links.map(isZero)).toEqual([end !== 'through'])
    },
  )
})

it('a whole connection has what it needs after all that', async () => {
  const { device, host } = await connect(cast)
  expect(host.channel.open(device.channel.seal(utf8('x'))).content).toEqual(utf8('x'))
})
