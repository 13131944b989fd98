import { beforeAll, describe, expect, it } from 'vitest'
import {
  type Cast,
  connected,
  createCast,
  flipped,
  patched,
  refusal,
  TEST_NOW,
} from '../testing/crypto-cast.ts'
import { malleated } from '../testing/provider-suite.ts'
import { concat, take, utf8 } from './bytes.ts'
import {
  checkCounter,
  checkExpiry,
  checkOffer,
  type DecisionBinding,
  type LiveOffer,
  openDecision,
  requestHash,
  signDecision,
} from './decision.ts'
import { CHOICE, DECISION_LABEL, type Decision, decodeDecision, encodeDecision } from './decision-layout.ts'
import { createNodeProvider } from './provider/node.ts'
import { signLabelled } from './strict.ts'

const node = createNodeProvider()
const REQUEST = utf8('{"v":1,"argv":["git","push"]}')
const ZERO = new Uint8Array(32)

let cast: Cast
let decision: Decision
let binding: DecisionBinding
let offer: LiveOffer

beforeAll(async () => {
  cast = await createCast({ device: node, host: node })
  const sid = node.randomBytes(32)
  const ids = { hostId: cast.hearth.id, deviceId: cast.alice.id, sid }
  const reqHash = requestHash(node, REQUEST)
  offer = {
    reqId: node.randomBytes(16),
    nonce: node.randomBytes(32),
    reqHash,
    choices: ['allow-once'],
    expiresAt: TEST_NOW + 120_000,
  }
  const { reqId, nonce, expiresAt } = offer
  const answer = { choice: 'allow-once', stepUp: 'none', decidedAt: TEST_NOW, counter: 1 } as const
  decision = { ...ids, reqId, nonce, reqHash, expiresAt, ...answer, ruleHash: ZERO }
  binding = { ...ids, signKey: cast.alice.signKey }
})

const sign = (change: Partial<Decision> = {}) =>
  signDecision(node, cast.alice.sign, { ...decision, ...change })
const open = (bytes: Uint8Array, change: Partial<DecisionBinding> = {}) =>
  openDecision(node, bytes, { ...binding, ...change })
const opened = async (change: Partial<Decision> = {}) => open(await sign(change))

/** A decision whose signature is right for bytes that an honest device would never build. */
async function signedWith(at: number, part: Uint8Array): Promise<Uint8Array> {
  const body = patched(encodeDecision(decision), at, part)
  return concat(body, await signLabelled(node, cast.alice.sign, DECISION_LABEL, body))
}

describe('decisions', () => {
  it('come back as they were signed', async () => {
    expect(await opened()).toEqual(decision)
    const rule = { choice: 'allow-rule', ruleHash: node.randomBytes(32), stepUp: 'webauthn' } as const
    expect(await opened(rule)).toMatchObject(rule)
    expect(await opened({ choice: 'deny' })).toMatchObject({ choice: 'deny' })
  })

  it('A4 A5 another request, down to one space', async () => {
    const sent = await opened()
    for (const text of ['{"v":1,"argv":["git","pull"]}', '{"v":1, "argv":["git","push"]}']) {
      const reqHash = requestHash(node, utf8(text))
      expect(await refusal(() => checkOffer(sent, { ...offer, reqHash }))).toBe('hash')
    }
  })

  it('A6 the id of another request', async () => {
    const other = await opened({ reqId: node.randomBytes(16) })
    expect(await refusal(() => checkOffer(other, offer))).toBe('req_id')
    const swapped = patched(await sign(), 80, node.randomBytes(16))
    expect(await refusal(() => open(swapped))).toBe('signature')
  })

  it('A7 each of the 320 bytes counts', async () => {
    const bytes = await sign()
    const early = (at: number) => (at < 16 ? 'label' : at < 32 ? 'host_id' : at < 48 ? 'device_id' : 'sid')
    for (let at = 0; at < 320; at++) {
      const code = await refusal(() => open(flipped(bytes, at)))
      if (at < 80) expect(code, `byte ${at}`).toBe(early(at))
      else expect(['signature', 'malleable'], `byte ${at}`).toContain(code)
    }
  })

  it('A8 a deny turned into allow', async () => {
    const bytes = await sign({ choice: 'deny' })
    const turned = patched(bytes, 192, Uint8Array.of(CHOICE['allow-once']))
    expect(await refusal(() => open(turned))).toBe('signature')
  })

  it('A9 validly signed for another session', async () => {
    expect(await refusal(async () => open(await sign({ sid: node.randomBytes(32) })))).toBe('sid')
    const [first, second] = [await connected(cast), await connected(cast)]
    const bytes = await sign({ sid: first.device.sid })
    expect(await refusal(() => open(bytes, { sid: second.host.sid }))).toBe('sid')
    expect(await refusal(() => open(bytes, { sid: first.host.sid }))).toBe('accepted')
  })

  it('A11 A12 mallory or bob signing as alice', async () => {
    for (const other of [cast.mallory, cast.bob]) {
      const bytes = await signDecision(node, other.sign, decision)
      expect(await refusal(() => open(bytes))).toBe('signature')
    }
  })

  it('A14 a choice that was not offered; deny always is', async () => {
    const rule = await opened({ choice: 'allow-rule', ruleHash: node.randomBytes(32) })
    expect(await refusal(() => checkOffer(rule, offer))).toBe('not_offered')
    const deny = await opened({ choice: 'deny' })
    expect(await refusal(() => checkOffer(deny, offer))).toBe('accepted')
    const once = await opened()
    expect(await refusal(() => checkOffer(once, offer))).toBe('accepted')
    expect(await refusal(() => checkOffer(once, { ...offer, choices: [] }))).toBe('not_offered')
  })

  it('A15 a counter that does not rise', async () => {
    const third = await opened({ counter: 3 })
    expect(await refusal(() => checkCounter(third, 3))).toBe('counter')
    expect(await refusal(() => checkCounter(third, 4))).toBe('counter')
    expect(await refusal(() => checkCounter(third, 2))).toBe('accepted')
    const zero = await opened({ counter: 0 })
    expect(await refusal(() => checkCounter(zero, 0))).toBe('counter')
  })

  it('A16 a malleated signature', async () => {
    const bytes = await sign()
    const bent = concat(take(bytes, 0, 256), malleated(take(bytes, 256, 320)))
    expect(await refusal(() => open(bent))).toBe('malleable')
  })

  it('A19 a signature made in another context', async () => {
    const body = encodeDecision(decision)
    for (const label of ['hearth1/devcert', 'hearth1/relay-auth', 'hearth1/pair/dev', '']) {
      const bytes = concat(body, await signLabelled(node, cast.alice.sign, label, body))
      expect(await refusal(() => open(bytes))).toBe('signature')
    }
  })

  it('A23 validly signed: wrong label', async () => {
    expect(await refusal(async () => open(await signedWith(0, utf8('hearth1/approvf'))))).toBe('label')
    expect(await refusal(async () => open(await signedWith(15, Uint8Array.of(1))))).toBe('label')
  })

  it('A24 validly signed: wrong host', async () => {
    expect(await refusal(async () => open(await sign({ hostId: cast.mallory.id })))).toBe('host_id')
  })

  it('A25 validly signed: wrong device', async () => {
    expect(await refusal(async () => open(await sign({ deviceId: cast.bob.id })))).toBe('device_id')
  })

  it('A26 validly signed: wrong nonce', async () => {
    const other = await opened({ nonce: node.randomBytes(32) })
    expect(await refusal(() => checkOffer(other, offer))).toBe('nonce')
  })

  it('A27 validly signed: reserved bytes, unknown choice and step-up, rule hash out of place', async () => {
    const cases = [
      ...[194, 195, 199].map((at) => [at, Uint8Array.of(1), 'reserved'] as const),
      ...[0x00, 0x03, 0x11, 0xff].map((byte) => [192, Uint8Array.of(byte), 'choice'] as const),
      ...[0x02, 0xff].map((byte) => [193, Uint8Array.of(byte), 'step_up'] as const),
      [224, Uint8Array.of(1), 'rule'] as const,
      [192, Uint8Array.of(CHOICE['allow-rule']), 'rule'] as const,
      ...[200, 208, 216].map((at) => [at, new Uint8Array(8).fill(0xff), 'range'] as const),
    ]
    for (const [at, part, code] of cases) {
      expect(await refusal(async () => open(await signedWith(at, part))), `${code} at ${at}`).toBe(code)
    }
  })

  it('A28 validly signed: another expiry; and the right one, too late', async () => {
    const longer = await opened({ expiresAt: offer.expiresAt + 1 })
    expect(await refusal(() => checkExpiry(longer, offer, TEST_NOW))).toBe('expiry')
    const right = await opened()
    expect(await refusal(() => checkExpiry(right, offer, offer.expiresAt - 1))).toBe('accepted')
    expect(await refusal(() => checkExpiry(right, offer, offer.expiresAt))).toBe('expired')
  })

  it('A29 validly signed: wrong hash', async () => {
    const other = await opened({ reqHash: new Uint8Array(64) })
    expect(await refusal(() => checkOffer(other, offer))).toBe('hash')
  })

  it('A30 nothing arrives over a dead channel', async () => {
    const { device, host } = await connected(cast)
    const frame = device.channel.seal(await sign())
    host.channel.destroy()
    expect(await refusal(() => host.channel.open(frame))).toBe('dead')
  })

  it('A31 wrong lengths and types', async () => {
    const bytes = await sign()
    for (const length of [0, 255, 256, 319]) {
      expect(await refusal(() => open(take(bytes, 0, length)))).toBe('length')
    }
    expect(await refusal(() => open(concat(bytes, Uint8Array.of(0))))).toBe('length')
    expect(await refusal(() => open('decision' as unknown as Uint8Array))).toBe('type')
    expect(await refusal(() => decodeDecision(take(bytes, 0, 255)))).toBe('length')
    expect(await refusal(() => requestHash(node, 'request' as unknown as Uint8Array))).toBe('type')
  })

  it('takes no field of the wrong size into a signature', async () => {
    const short = new Uint8Array(15)
    const fields = ['hostId', 'deviceId', 'sid', 'reqId', 'nonce', 'reqHash', 'ruleHash'] as const
    for (const field of fields) expect(await refusal(() => sign({ [field]: short }))).toBe('length')
    expect(await refusal(() => sign({ counter: -1 }))).toBe('range')
    expect(await refusal(() => sign({ choice: 'allow-rule' }))).toBe('rule')
  })
})
