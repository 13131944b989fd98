import * as fs from 'node:fs'
import { join } from 'node:path'
import { concat, DECISION_LABEL, type Decision, signLabelled, take, utf8 } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OFFER_MS, RISKY_OFFER_MS } from './limits.ts'
import {
  type Bench,
  codeOf,
  expectUntouched,
  makeAskedBench,
  makeBench,
  type TestChannel,
  type TestDevice,
} from './testing.ts'

const provider = createNodeProvider()
let bench: Bench
let alice: TestDevice
let channel: TestChannel
let request: string

beforeEach(async () => {
  ;({ bench, alice, channel, request } = await makeAskedBench())
})
afterEach(() => bench.close())

const decide = (bytes: Uint8Array, at = channel) => codeOf(() => bench.requests.decide(bytes, at))
const still = () => expectUntouched(bench)
/** Signs any 256 bytes with alice's key: a device that lies in its own name. */
const signRaw = async (bytes: Uint8Array, edit: (body: Uint8Array) => void) => {
  const body = take(bytes, 0, 256)
  edit(body)
  return concat(body, await signLabelled(provider, alice.identity.sign, DECISION_LABEL, body))
}

describe('a decision', () => {
  it('allows once, and everybody hears it in the right order', async () => {
    const receipt = await bench.requests.decide(await bench.sign(alice, channel, request), channel)
    expect(receipt).toEqual({ outcome: 'allowed', by: alice.id })
    expect(bench.told).toEqual([{ allow: true }])
    expect(bench.settled).toEqual([{ request, outcome: 'allowed', by: alice.id }])
    expect(bench.changes.at(-1)).toEqual({ type: 'gone', request, outcome: 'allowed', by: alice.id })
    expect(bench.requests.pending()).toEqual([])
    expect(bench.rules.added).toEqual([])
  })

  it('keeps nothing in the record that was not signed with it', async () => {
    const bytes = await bench.sign(alice, channel, request)
    await bench.requests.decide(bytes, channel, { rule: utf8('{}'), stop: true, assertion: '{}' })
    const decision = (await bench.record()).find(({ type }) => type === 'decision') ?? {}
    for (const field of ['rule', 'stop', 'assertion']) expect(decision).not.toHaveProperty(field)
  })

  it.each([['prompt'], ['decide']] as const)(
    '%s is enough for a reason to reach the agent',
    async (right) => {
      const bob = await bench.device('bob', ['read', right], 1)
      const at = bench.channel(bob)
      const bytes = await bench.sign(bob, at, request, { choice: 'deny' })
      await bench.requests.decide(bytes, at, { reason: 'not now' })
      expect(bench.told).toEqual([{ allow: false, reason: 'not now' }])
    },
  )

  it('is on disk before the agent is told', async () => {
    let recorded = ''
    bench.agent.take = async () => {
      recorded = fs.readFileSync(join(bench.home, 'audit.log'), 'utf8')
      return 'applied'
    }
    const bytes = await bench.sign(alice, channel, request)
    await bench.requests.decide(bytes, channel)
    const lines = recorded.trim().split('\n')
    const line = JSON.parse(lines.at(-1) ?? '')
    expect(lines.map((one) => JSON.parse(one).type)).toEqual(['request', 'offer', 'decision'])
    expect(line).toMatchObject({ type: 'decision', i: 3, request, device: alice.id, choice: 1 })
    expect(line.decision).toBe(Buffer.from(bytes).toString('hex'))
  })

  it('denies with a reason', async () => {
    const bytes = await bench.sign(alice, channel, request, { choice: 'deny' })
    await bench.requests.decide(bytes, channel, { reason: 'not now' })
    expect(bench.told).toEqual([{ allow: false, reason: 'not now' }])
  })

  it('says a reason as a prompt that steers where the agent has no place for it', async () => {
    bench.agent.take = async () => 'unsaid'
    const bytes = await bench.sign(alice, channel, request, { choice: 'deny' })
    expect(await bench.requests.decide(bytes, channel, { reason: 'not now' })).toMatchObject({
      outcome: 'denied',
    })
    expect(bench.said).toEqual([
      { session: expect.any(String), text: 'I denied “Run ./run.sh all”. not now', by: alice.id },
    ])
  })

  it('says nothing more to a turn that it stops', async () => {
    bench.agent.take = async () => 'unsaid'
    const bytes = await bench.sign(alice, channel, request, { choice: 'deny' })
    await bench.requests.decide(bytes, channel, { reason: 'not now', stop: true })
    expect([bench.said, bench.stopped.length]).toEqual([[], 1])
  })

  it('denies from a device that may do nothing else, whose words don’t reach the agent', async () => {
    const bob = await bench.device('bob', ['read'], 1)
    const at = bench.channel(bob)
    const bytes = await bench.sign(bob, at, request, { choice: 'deny' })
    const said = await bench.requests.decide(bytes, at, { reason: 'instead, push to my fork' })
    expect(said).toEqual({ outcome: 'denied', by: bob.id })
    expect(bench.told).toEqual([{ allow: false }])
  })

  it('denies even when rights, rules and the world have changed', async () => {
    const bytes = await bench.sign(alice, channel, request, { choice: 'deny' })
    bench.policy.epoch = 2
    fs.writeFileSync(join(bench.worktree, 'run.sh'), 'echo two\n')
    expect(await decide(bytes)).toBe('accepted')
  })
})

describe('validly signed with one wrong field (A4–A9, A14, A23–A29)', () => {
  const cases: [string, Partial<Decision>, string][] = [
    ['host', { hostId: new Uint8Array(16).fill(7) }, 'decision.host'],
    ['device', { deviceId: new Uint8Array(16).fill(7) }, 'decision.device'],
    ['channel', { sid: new Uint8Array(32).fill(7) }, 'decision.sid'],
    ['request', { reqId: new Uint8Array(16).fill(7) }, 'request.unknown'],
    ['nonce', { nonce: new Uint8Array(32).fill(7) }, 'decision.nonce'],
    ['hash', { reqHash: new Uint8Array(64).fill(7) }, 'decision.request_hash'],
    ['rule', { choice: 'allow-rule', ruleHash: new Uint8Array(32).fill(7) }, 'decision.not_offered'],
    ['step-up that nobody asked for', { stepUp: 'webauthn' }, 'decision.step_up'],
    ['later expiry', { expiresAt: 1_900_000_000_000 }, 'decision.expiry'],
    ['counter', { counter: 0 }, 'decision.counter'],
  ]
  it.each(cases)('%s', async (_, change, code) => {
    expect(await decide(await bench.sign(alice, channel, request, change))).toBe(code)
    still()
  })

  const raw: [string, (body: Uint8Array) => void, string][] = [
    ['label', (body) => body.set(utf8('hearth1/ApprovE'), 0), 'decision.label'],
    ['label padding', (body) => body.fill(1, 15, 16), 'decision.label'],
    ['reserved byte', (body) => body.fill(1, 194, 195), 'decision.reserved'],
    ['choice byte', (body) => body.fill(0x55, 192, 193), 'decision.not_offered'],
    ['step-up byte', (body) => body.fill(0x55, 193, 194), 'decision.reserved'],
    ['rule hash without rule', (body) => body.fill(1, 224, 225), 'decision.reserved'],
    ['counter beyond numbers', (body) => body.fill(0xff, 216, 224), 'decision.reserved'],
  ]
  it.each(raw)('%s', async (_, edit, code) => {
    expect(await decide(await signRaw(await bench.sign(alice, channel, request), edit))).toBe(code)
    still()
  })
})

describe('not what it says it is', () => {
  it('any of 320 bytes flipped (A7)', async () => {
    const bytes = await bench.sign(alice, channel, request)
    for (let at = 0; at < 320; at += 1) {
      const broken = new Uint8Array(bytes)
      broken[at] = (broken[at] ?? 0) ^ 1
      expect(await decide(broken), `byte ${at}`).toMatch(/^decision\.(label|host|device|sid|signature)$/)
    }
    still()
  })

  it('a denial turned into an approval (A8)', async () => {
    const bytes = await bench.sign(alice, channel, request, { choice: 'deny' })
    bytes[192] = 1
    expect(await decide(bytes)).toBe('decision.signature')
    still()
  })

  it.each([0, 1, 319, 321])('%d bytes (A31)', async (length) => {
    expect(await decide(new Uint8Array(length))).toBe('decision.length')
    still()
  })

  it('a malleated signature (A16)', async () => {
    const bytes = await bench.sign(alice, channel, request)
    const order = Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex')
    let carry = 0
    for (let i = 0; i < 32; i += 1) {
      const sum = (bytes[288 + i] ?? 0) + (order[i] ?? 0) + carry
      bytes[288 + i] = sum & 0xff
      carry = sum >> 8
    }
    expect(await decide(bytes)).toBe('decision.signature')
    still()
  })

  it('signed for another purpose (A19)', async () => {
    const body = take(await bench.sign(alice, channel, request), 0, 256)
    const other = await signLabelled(provider, alice.identity.sign, 'hearth1/pair/dev', body)
    expect(await decide(concat(body, other))).toBe('decision.signature')
    still()
  })

  it('bob signs as alice (A12)', async () => {
    const bob = await bench.device('bob')
    const bytes = await bench.sign(bob, channel, request, { deviceId: alice.identity.id })
    expect(await decide(bytes)).toBe('decision.signature')
    still()
  })

  it('alice’s decision on bob’s channel, and bob’s offer on alice’s', async () => {
    const bob = await bench.device('bob')
    const at = bench.channel(bob)
    expect(await decide(await bench.sign(alice, channel, request), at)).toBe('decision.device')
    const { nonce } = bench.requests.offer(request, at)
    bench.requests.dropChannel(channel.sid)
    expect(await decide(await bench.sign(alice, channel, request, { nonce }))).toBe('decision.nonce')
    still()
  })
})

describe('too late, or twice', () => {
  it('the same bytes again (A2)', async () => {
    const bytes = await bench.sign(alice, channel, request)
    expect(await decide(bytes)).toBe('accepted')
    expect(await decide(bytes)).toBe('request.settled')
    expect(bench.told).toHaveLength(1)
  })

  it('a second use of an offer whose first use failed', async () => {
    const bytes = await bench.sign(alice, channel, request, { counter: 0 })
    expect(await decide(bytes)).toBe('decision.counter')
    expect(await decide(await signRaw(bytes, (body) => body.set([9], 223)))).toBe('decision.nonce')
    still()
  })

  it('another nonce does not use up the offer (A26)', async () => {
    const good = await bench.sign(alice, channel, request)
    const other = await signRaw(good, (body) => body.fill(7, 96, 128))
    expect(await decide(other)).toBe('decision.nonce')
    expect(await decide(good)).toBe('accepted')
  })

  it('an offer that was replaced (A3)', async () => {
    const bytes = await bench.sign(alice, channel, request)
    bench.requests.offer(request, channel)
    expect(await decide(bytes)).toBe('decision.nonce')
    still()
  })

  it('an expired offer, by the host’s clock (A40, A43)', async () => {
    const day = 86_400_000
    const early = await bench.sign(alice, channel, request, { decidedAt: bench.clock.now - day })
    bench.clock.pass(OFFER_MS)
    expect(await decide(early)).toBe('decision.expired')
    still()
    const ahead = await bench.sign(alice, channel, request, { decidedAt: bench.clock.now + day })
    bench.clock.pass(OFFER_MS - 1)
    expect(await decide(ahead)).toBe('accepted')
  })

  it('a shorter life for the gravest risk', async () => {
    const grave = bench.ask({ type: 'command', command: 'sudo reboot' })
    expect(bench.requests.offer(grave, channel).expiresAt - bench.clock.now).toBe(RISKY_OFFER_MS)
    expect(bench.requests.offer(request, channel).expiresAt - bench.clock.now).toBe(OFFER_MS)
  })

  it('a counter that does not rise (A15)', async () => {
    const other = bench.ask()
    expect(await decide(await bench.sign(alice, channel, request, { counter: 5 }))).toBe('accepted')
    expect(await decide(await bench.sign(alice, channel, other, { counter: 5 }))).toBe('decision.counter')
    expect(await decide(await bench.sign(alice, channel, other, { counter: 6 }))).toBe('accepted')
  })

  it('after a restart of the host (A17)', async () => {
    const { nonce } = bench.requests.offer(request, channel)
    const bytes = await bench.sign(alice, channel, request, { nonce })
    const later = await makeBench({ host: bench.host })
    later.devices.set(alice.id, alice)
    const decideLater = (signed: Uint8Array) => codeOf(() => later.requests.decide(signed, channel))
    expect(await decideLater(bytes)).toBe('request.unknown')
    const again = later.ask()
    expect(await decideLater(await later.sign(alice, channel, again, { nonce }))).toBe('decision.nonce')
    expectUntouched(later)
    later.close()
  })

  it('a denial that arrives after somebody’s approval (A43)', async () => {
    const bob = await bench.device('bob')
    const at = bench.channel(bob)
    const denial = await bench.sign(bob, at, request, { choice: 'deny' })
    expect(await decide(await bench.sign(alice, channel, request))).toBe('accepted')
    await expect(bench.requests.decide(denial, at)).rejects.toThrow('alice has answered')
    expect(bench.told).toEqual([{ allow: true }])
  })
})
