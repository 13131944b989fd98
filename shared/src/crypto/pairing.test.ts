import { beforeAll, describe, expect, it } from 'vitest'
import {
  type Cast,
  createCast,
  flipped,
  pairing,
  patched,
  refusal,
  TEST_NOW,
} from '../testing/crypto-cast.ts'
import { LOW_ORDER_POINTS } from '../testing/provider-suite.ts'
import { concat, utf8 } from './bytes.ts'
import { header } from './handshake.ts'
import type { LocalIdentity } from './identity.ts'
import { beginPairing, commitment, mixEphemeral } from './pairing-common.ts'
import { startPairing } from './pairing-device.ts'
import { HostPairing } from './pairing-host.ts'
import { type HostPairingEvent, type HostPairingState, PAIRING_TABLE } from './pairing-state.ts'
import { createNodeProvider } from './provider/node.ts'
import type { CryptoProvider } from './provider/provider.ts'
import { SMALL_ORDER_KEYS } from './strict.ts'

const node = createNodeProvider()
const NOW = TEST_NOW - 1
let cast: Cast
beforeAll(async () => {
  cast = await createCast({ device: node, host: node })
})

async function upToSecond() {
  const { pending, host, secret } = await pairing(cast)
  return { pending, host, secret, p2: await host.answer(pending.message, NOW) }
}

async function upToThird() {
  const { pending, host, secret, p2 } = await upToSecond()
  const device = await pending.finish(p2)
  return { device, host, secret, p3: device.message }
}

/** A node provider that signs with other bytes than asked, or under another key. */
function crooked(change: Partial<CryptoProvider>): CryptoProvider {
  return { ...node, ...change }
}

describe('pairing', () => {
  it('gives both sides each other, the same digits, and a working channel', async () => {
    const { device, host, p3 } = await upToThird()
    const end = await host.finish(p3, NOW)
    expect(end.sas).toBe(device.sas)
    expect(end.sas).toMatch(/^\d{6}$/)
    expect([end.peer.id, device.peer.id]).toEqual([cast.alice.id, cast.hearth.id])
    expect(end.sid).toEqual(device.sid)
    expect(end.channel.open(device.channel.seal(utf8('name'))).content).toEqual(utf8('name'))
    expect(device.channel.open(end.channel.seal(utf8('yes'))).content).toEqual(utf8('yes'))
    expect(host.state).toBe('paired')
  })

  it('has the lengths of the protocol', async () => {
    const { pending, host } = await pairing(cast)
    const p2 = await host.answer(pending.message, NOW)
    const { message } = await pending.finish(p2)
    expect([pending.message.length, p2.length, message.length]).toEqual([83, 211, 179])
  })

  it('P2 a wrong secret proves nothing and spends nothing', async () => {
    const { pending, host } = await pairing(cast)
    const guess = await pairing(cast, cast.mallory)
    expect(await refusal(() => host.answer(guess.pending.message, NOW))).toBe('auth')
    expect(host.state).toBe('fresh')
    expect(await refusal(() => host.answer(pending.message, NOW))).toBe('accepted')
  })

  it('P2 a wrong short code burns the code', async () => {
    const secret = node.randomBytes(32)
    const options = { host: cast.hearth, secret, mode: 'code', expiresAt: TEST_NOW } as const
    const host = new HostPairing(node, options)
    const guess = { device: cast.mallory, secret: node.randomBytes(32), mode: 'code' } as const
    const { message } = await startPairing(node, guess)
    expect(await refusal(() => host.answer(message, NOW))).toBe('auth')
    const honest = await startPairing(node, { device: cast.alice, secret, mode: 'code' })
    expect(await refusal(() => host.answer(honest.message, NOW))).toBe('dead')
  })

  it('P2 the modes do not mix', async () => {
    const { host, secret } = await pairing(cast)
    const typed = await startPairing(node, { device: cast.alice, secret, mode: 'code' })
    expect(await refusal(() => host.answer(typed.message, NOW))).toBe('auth')
  })

  it('P3 a relay cannot put its own device behind an honest first message', async () => {
    const { host, p2 } = await upToSecond()
    const own = await pairing(cast, cast.mallory)
    const theirs = await own.host.answer(own.pending.message, NOW)
    const { message } = await own.pending.finish(theirs)
    expect(p2).not.toEqual(theirs)
    expect(await refusal(() => host.finish(message, NOW))).toBe('auth')
    expect(host.state).toBe('dead')
  })

  it('P4 a holder of the link cannot pose as the host', async () => {
    const { pending, secret } = await pairing(cast)
    const options = { host: cast.mallory, secret, mode: 'link', expiresAt: TEST_NOW } as const
    const posing = new HostPairing(node, options)
    const p2 = await posing.answer(pending.message, NOW)
    expect(await refusal(() => pending.finish(p2))).toBe('host_fp')
    const noPrint = { device: cast.alice, secret, mode: 'link' } as const
    expect(await refusal(() => startPairing(node, noPrint))).toBe('host_fp')
  })

  it('P5 a link works once; a second proof of the secret is an alarm of its own', async () => {
    const { host, secret } = await upToSecond()
    const again = await pairing(cast, cast.mallory, secret)
    expect(await refusal(() => host.answer(again.pending.message, NOW))).toBe('used')
    const { host: done, secret: used, p3 } = await upToThird()
    await done.finish(p3, NOW)
    const late = await pairing(cast, cast.mallory, used)
    expect(await refusal(() => done.answer(late.pending.message, NOW))).toBe('used')
    const noise = await pairing(cast, cast.mallory)
    expect(await refusal(() => done.answer(noise.pending.message, NOW))).toBe('auth')
  })

  it('P6 an expired link works at neither step', async () => {
    const { pending, host } = await pairing(cast)
    expect(await refusal(() => host.answer(pending.message, TEST_NOW))).toBe('expired')
    const { host: slow, p3 } = await upToThird()
    expect(await refusal(() => slow.finish(p3, TEST_NOW))).toBe('expired')
    expect(slow.state).toBe('dead')
  })

  it('P7 each byte of P1 counts', async () => {
    const { pending, host } = await pairing(cast)
    for (let at = 0; at < 83; at++) {
      const code = await refusal(() => host.answer(flipped(pending.message, at), NOW))
      expect(code).toBe(['version', 'msgtype', 'suite'][at] ?? 'auth')
    }
  })

  it('P8 each byte of P2 counts', async () => {
    for (let at = 0; at < 211; at++) {
      const { pending, p2 } = await upToSecond()
      const code = await refusal(() => pending.finish(flipped(p2, at)))
      expect(code).toBe(['version', 'msgtype', 'suite'][at] ?? 'auth')
    }
  }, 30_000)

  it('P9 each byte of P3 counts', async () => {
    for (let at = 0; at < 179; at++) {
      const { host, p3 } = await upToThird()
      const code = await refusal(() => host.finish(flipped(p3, at), NOW))
      expect(code).toBe(['version', 'msgtype', 'suite'][at] ?? 'auth')
    }
  }, 30_000)

  it('P10 digits differ when mallory pairs with both sides', async () => {
    const toHost = await pairing(cast, cast.mallory)
    const hostEnd = await toHost.pending.finish(await toHost.host.answer(toHost.pending.message, NOW))
    const posing = { host: cast.mallory, secret: toHost.secret, mode: 'code', expiresAt: TEST_NOW } as const
    const typed = await startPairing(node, { device: cast.alice, secret: toHost.secret, mode: 'code' })
    const fake = new HostPairing(node, posing)
    const victim = await typed.finish(await fake.answer(typed.message, NOW))
    const real = await toHost.host.finish(hostEnd.message, NOW)
    expect(victim.sas).not.toBe(real.sas)
  })

  it('P11 a nonce other than the committed one', async () => {
    const { pending, host } = await grinding(cast.mallory)
    const p2 = await host.answer(pending.message, NOW)
    const { message } = await pending.finish(p2)
    expect(await refusal(() => host.finish(message, NOW))).toBe('commit')
  })

  it('P12 a device that does not hold its signing key', async () => {
    const { pending, host } = await pairingWith(crooked({ sign: (_, m) => node.sign(cast.mallory.sign, m) }))
    const { message } = await pending.finish(await host.answer(pending.message, NOW))
    expect(await refusal(() => host.finish(message, NOW))).toBe('signature')
  })

  it('P13 a small-order signing key', async () => {
    for (const signKey of SMALL_ORDER_KEYS.slice(0, 4)) {
      const weak = { ...cast.alice, signKey }
      const { pending, host } = await pairing(cast, weak)
      const { message } = await pending.finish(await host.answer(pending.message, NOW))
      expect(await refusal(() => host.finish(message, NOW))).toBe('small_order')
    }
  })

  it('P16 a host that does not hold its signing key', async () => {
    const { pending, secret } = await pairing(cast)
    const provider = crooked({ sign: (_, m) => node.sign(cast.mallory.sign, m) })
    const options = { host: cast.hearth, secret, mode: 'link', expiresAt: TEST_NOW } as const
    const host = new HostPairing(provider, options)
    expect(await refusal(async () => pending.finish(await host.answer(pending.message, NOW)))).toBe(
      'signature',
    )
  })

  it('refuses low-order ephemerals that prove the secret', async () => {
    for (const point of LOW_ORDER_POINTS) {
      const { host, secret } = await pairing(cast)
      const state = beginPairing(node, secret, 'link')
      mixEphemeral(state, point)
      const p1 = concat(header('p1'), point, state.encrypt(commitment(node, new Uint8Array(16))))
      expect(await refusal(() => host.answer(p1, NOW))).toBe('low_order')
    }
  })

  it('refuses a mirror of ourselves', async () => {
    const { pending, host } = await pairing(cast, cast.hearth)
    const p2 = await host.answer(pending.message, NOW)
    expect(await refusal(() => pending.finish(p2))).toBe('identity')
  })

  it('refuses wrong lengths, versions, suites, types and turns', async () => {
    const { pending, host } = await pairing(cast)
    const p1 = pending.message
    expect(await refusal(() => host.answer(p1.subarray(0, 82), NOW))).toBe('length')
    expect(await refusal(() => host.answer(concat(p1, p1), NOW))).toBe('length')
    expect(await refusal(() => host.answer('p1' as unknown as Uint8Array, NOW))).toBe('type')
    expect(await refusal(() => host.answer(patched(p1, 2, Uint8Array.of(2)), NOW))).toBe('suite')
    expect(await refusal(() => host.finish(new Uint8Array(179), NOW))).toBe('state')
    const p2 = await host.answer(p1, NOW)
    const { message } = await pending.finish(p2)
    expect(await refusal(() => pending.finish(p2))).toBe('state')
    await host.finish(message, NOW)
    expect(await refusal(() => host.finish(message, NOW))).toBe('state')
  })

  it('is over when given up while it answers', async () => {
    const { pending, host } = await pairing(cast)
    const answering = host.answer(pending.message, NOW)
    host.destroy()
    expect(await refusal(() => answering)).toBe('dead')
    expect(host.state).toBe('dead')
  })

  it('is over after a failure behind the proof of the secret, or when its time is', async () => {
    const { host, secret } = await pairing(cast)
    const zero = new Uint8Array(32)
    const state = beginPairing(node, secret, 'link')
    mixEphemeral(state, zero)
    const box = state.encrypt(commitment(node, new Uint8Array(16)))
    expect(await refusal(() => host.answer(concat(header('p1'), zero, box), NOW))).toBe('low_order')
    expect(host.state).toBe('dead')
    const late = await pairing(cast)
    expect(await refusal(() => late.host.answer(late.pending.message, TEST_NOW))).toBe('expired')
    expect(late.host.state).toBe('dead')
  })

  it('takes no last message while it still answers the first', async () => {
    const { pending, host } = await pairing(cast)
    const answering = host.answer(pending.message, NOW)
    expect(await refusal(() => host.finish(new Uint8Array(179), NOW))).toBe('state')
    await answering
  })

  it('takes one answer, also of two at once', async () => {
    const { pending, p2 } = await upToSecond()
    const both = await Promise.all([p2, p2].map((m) => refusal(() => pending.finish(m))))
    expect(both).toEqual(['accepted', 'state'])
  })

  it('has secrets of 32 bytes', async () => {
    expect(await refusal(() => beginPairing(node, new Uint8Array(31), 'link'))).toBe('length')
  })

  it('is over when given up', async () => {
    const { pending, host } = await pairing(cast)
    host.destroy()
    expect(await refusal(() => host.answer(pending.message, NOW))).toBe('dead')
    pending.abandon()
    expect(await refusal(() => pending.finish(new Uint8Array(211)))).toBe('state')
  })
})

/** A pairing whose device computes with `provider`. */
async function pairingWith(provider: CryptoProvider, device: LocalIdentity = cast.alice) {
  return pairing({ ...cast, device: provider }, device)
}

/** A device that commits to one nonce and later shows another, as one that grinds digits would. */
async function grinding(device: LocalIdentity) {
  const provider = crooked({
    sha512: (data) => {
      const label = utf8('hearth1/pair/commit')
      const isCommit = data.length === label.length + 16 && label.every((byte, i) => data[i] === byte)
      return node.sha512(isCommit ? flipped(data, data.length - 1) : data)
    },
  })
  return pairingWith(provider, device)
}

describe('host pairing states', () => {
  const expected: Record<HostPairingState, Record<HostPairingEvent, HostPairingState>> = {
    fresh: { first: 'answered', last: 'dead', failure: 'dead' },
    answered: { first: 'answered', last: 'paired', failure: 'dead' },
    paired: { first: 'paired', last: 'paired', failure: 'dead' },
    dead: { first: 'dead', last: 'dead', failure: 'dead' },
  }
  for (const state of ['fresh', 'answered', 'paired', 'dead'] as const) {
    for (const event of ['first', 'last', 'failure'] as const) {
      it(`${state} on ${event}`, () => expect(PAIRING_TABLE[state][event]).toBe(expected[state][event]))
    }
  }
})
