import {
  fromHex,
  generateIdentity,
  type LocalIdentity,
  signCertificate,
  signDecision,
  toHex,
} from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { Choice, type RuleDraft } from '@hearth/shared/session'
import { beforeAll, describe, expect, it } from 'vitest'
import { Chain } from './chain.ts'
import type { AuditRecord } from './entry.ts'
import { hashed } from './hash.ts'
import { signedOnly } from './home.ts'
import { verifyAudit } from './verify.ts'

const provider = createNodeProvider()
const REQUEST = 'ab'.repeat(16)
const SESSION = '5e'.repeat(16)
const HASH = 'cd'.repeat(64)
const NOW = 1_000
const EXPIRES = 2_000

let host: LocalIdentity
let alice: LocalIdentity
let mallory: LocalIdentity
let aliceId: string
let paired: AuditRecord

beforeAll(async () => {
  ;[host, alice, mallory] = [
    await generateIdentity(provider),
    await generateIdentity(provider),
    await generateIdentity(provider),
  ]
  aliceId = toHex(alice.id)
  paired = await pairing(host, alice, { permBits: 7, riskMax: 3 })
})

const pairing = async (
  by: LocalIdentity,
  device: LocalIdentity,
  { permBits, riskMax, expiresAt = 9_000 }: { permBits: number; riskMax: number; expiresAt?: number },
): Promise<AuditRecord> => {
  const certificate = await signCertificate(provider, by.sign, {
    ...{ hostId: host.id, device, relayKey: device.signKey, createdAt: 1, expiresAt, permBits, riskMax },
  })
  return { type: 'paired', device: toHex(device.id), name: 'x', certificate: toHex(certificate) }
}

const request = (more: Partial<Extract<AuditRecord, { type: 'request' }>> = {}): AuditRecord => ({
  ...{ type: 'request', request: REQUEST, session: SESSION, turn: 1, agent: 'opencode', kind: 'permission' },
  ...{ reqHash: HASH, risk: 2, title: 'npm test', policy: null },
  ...more,
})
const nonce = new Uint8Array(32).fill(7)
const offer = (): AuditRecord => ({
  ...{
    type: 'offer',
    request: REQUEST,
    device: aliceId,
    nonceHash: hashed(provider, nonce),
    expiresAt: EXPIRES,
  },
})
type Signed = Parameters<typeof signDecision>[2]
const decision = async (
  more: Partial<Extract<AuditRecord, { type: 'decision' }>> = {},
  change: Partial<Signed> = {},
  signer = alice,
): Promise<AuditRecord> => {
  const signed: Signed = {
    ...{
      hostId: host.id,
      deviceId: alice.id,
      sid: new Uint8Array(32).fill(5),
      reqId: fromHex(REQUEST),
      nonce,
    },
    ...{ reqHash: fromHex(HASH), choice: 'allow-once', stepUp: 'none', decidedAt: NOW, expiresAt: EXPIRES },
    ...{ counter: 1, ruleHash: new Uint8Array(32), ...change },
  }
  return {
    ...{ type: 'decision', request: REQUEST, reqHash: HASH, device: aliceId, choice: Choice.allowOnce },
    decision: toHex(await signDecision(provider, signer.sign, signed)),
    ...more,
  }
}
const settled: AuditRecord = { type: 'settled', request: REQUEST, outcome: 'allowed', by: null, rule: null }
const push: AuditRecord = { type: 'push', device: 'aa'.repeat(16), subscribed: true }

const written = (records: readonly AuditRecord[], t = NOW) => {
  const chain = new Chain(provider, { index: 0, head: new Uint8Array(64) })
  const links = chain.link(records.flatMap((record) => chain.seal(record, t) ?? []))
  return { texts: new TextDecoder().decode(links.bytes).split('\n').slice(0, -1), head: links.head }
}
const verify = async (
  texts: readonly string[],
  head: { index: number; head: Uint8Array } | null,
  cut = texts.length,
) => signedOnly(await verifyAudit(provider, host, [texts.slice(0, cut), texts.slice(cut)], head))
const of = async (...records: AuditRecord[]) => {
  const { texts, head } = written(records)
  expect(texts).toHaveLength(records.length)
  return verify(texts, head)
}

describe('a log that is as it was written', () => {
  it('is good, and its decisions are counted', async () => {
    const verdict = await of(paired, request(), offer(), await decision(), settled)
    expect(verdict).toEqual({ from: 1, to: 5, decisions: 1, beyond: 0, bad: null })
  })

  it('is good from a later file on, which says where it begins', async () => {
    const { texts, head } = written([
      push,
      push,
      { type: 'continued', from: 3 },
      paired,
      request(),
      offer(),
      await decision(),
    ])
    expect(await verify(texts.slice(2), head)).toEqual({ from: 3, to: 7, decisions: 1, beyond: 0, bad: null })
  })

  it('has its signed head', async () => {
    const { texts, head } = written([push, push])
    expect(await verify(texts, null)).toMatchObject({ bad: { entry: 2, why: 'has no signed head after it' } })
    const older = written([push]).head
    expect(await verify(texts, older)).toMatchObject({
      bad: { entry: 2, why: expect.stringContaining('is not signed') },
    })
    expect(await verify([], head)).toMatchObject({ bad: { entry: 1 } })
  })
})

describe('an entry that its chain holds, and that is not to be believed', () => {
  const bad = async (...records: AuditRecord[]) => (await of(...records)).bad

  it.each<[string, string, () => Promise<AuditRecord[]>]>([
    ['by another key', 'has not signed', async () => [paired, await decision({}, {}, mallory)]],
    ['by a device that nobody paired', 'not paired', async () => [await decision()]],
    [
      'by a device that was revoked',
      'was revoked',
      async () => [paired, { type: 'revoked', device: aliceId, policyEpoch: 2, by: null }, await decision()],
    ],
    [
      'for another host',
      'has not signed (host_id)',
      async () => [paired, await decision({}, { hostId: mallory.id })],
    ],
    [
      'for another request',
      'another request',
      async () => [paired, await decision({}, { reqId: nonce.slice(0, 16) })],
    ],
    ['about other bytes', 'other bytes', async () => [paired, await decision({ reqHash: 'ee'.repeat(64) })]],
    [
      'about what was not asked',
      'than was asked',
      async () => [paired, request({ reqHash: 'ee'.repeat(64) }), await decision()],
    ],
    [
      'a denial written down as allowing',
      'another choice',
      async () => [paired, await decision({}, { choice: 'deny' })],
    ],
    [
      'to no offer',
      'no offer',
      async () => [paired, request(), offer(), await decision({}, { nonce: new Uint8Array(32) })],
    ],
    [
      'to another expiry',
      'expiry',
      async () => [paired, request(), offer(), await decision({}, { expiresAt: 5 })],
    ],
    ['used a second time', 'seen before', async () => [paired, await decision(), await decision()]],
    ['above the ceiling', 'risk 4', async () => [paired, request({ risk: 4 }), await decision()]],
    [
      'above a ceiling that was lowered',
      'risk 2',
      async () => [
        paired,
        { type: 'limited', device: aliceId, rights: ['decide'], riskMax: 1, by: null },
        request(),
        await decision(),
      ],
    ],
    [
      'without the right',
      'had not the right',
      async () => [
        paired,
        { type: 'limited', device: aliceId, rights: ['read'], riskMax: 3, by: aliceId },
        await decision(),
      ],
    ],
    [
      'without the passkey’s answer',
      'no answer of the passkey',
      async () => [paired, await decision({}, { stepUp: 'webauthn' })],
    ],
  ])('a decision %s', async (_what, why, records) => {
    const entries = await records()
    expect(await bad(...entries)).toMatchObject({ entry: entries.length, why: expect.stringContaining(why) })
  })

  it('a decision that was refused after it was written down is no harm', async () => {
    const late = await decision()
    const refused: AuditRecord = {
      ...{ type: 'refused', request: REQUEST, device: aliceId, code: 'decision.revoked' },
      decision: (late as Extract<AuditRecord, { type: 'decision' }>).decision,
    }
    const revoked: AuditRecord = { type: 'revoked', device: aliceId, policyEpoch: 2, by: null }
    expect(await bad(paired, revoked, late, refused)).toBeNull()
  })

  it('a decision after the device’s time', async () => {
    const short = await pairing(host, alice, { permBits: 7, riskMax: 3, expiresAt: NOW })
    expect(await bad(short, await decision())).toMatchObject({
      entry: 2,
      why: expect.stringContaining('time was over'),
    })
  })

  it('a device that another host has let in', async () => {
    const forged = await pairing(mallory, alice, { permBits: 7, riskMax: 4 })
    expect(await bad(push, forged)).toMatchObject({
      entry: 2,
      why: expect.stringContaining('not signed (signature)'),
    })
  })

  it('a device that gave itself more', async () => {
    const raised: AuditRecord = {
      type: 'limited',
      device: aliceId,
      rights: ['read', 'decide'],
      riskMax: 4,
      by: aliceId,
    }
    expect(await bad(paired, raised)).toMatchObject({ entry: 2 })
    expect(await bad(paired, { ...raised, by: null })).toBeNull()
  })

  describe('a rule', () => {
    const draft: RuleDraft = {
      effect: 'allow',
      what: { type: 'command', words: ['npm', 'test'], rest: 'nothing' },
      scope: { type: 'everywhere' },
      agent: null,
      riskMax: 3,
      expiresAt: null,
    }
    const bytes = new TextEncoder().encode(JSON.stringify(draft))
    const signed = (rule = bytes) =>
      decision(
        { choice: Choice.allowRule, rule: Buffer.from(rule).toString('base64url') },
        { choice: 'allow-rule', ruleHash: fromHex(hashed(provider, bytes)) },
      )
    const added = (more: Partial<RuleDraft> = {}): AuditRecord => ({
      ...{ type: 'rule', change: 'added', rule: '01'.repeat(8), draft: { ...draft, ...more }, by: aliceId },
    })

    it('that its device signed is good', async () =>
      expect(await bad(paired, await signed(), added())).toBeNull())
    it('that allows needs a signature', async () =>
      expect(await bad(paired, added())).toMatchObject({
        entry: 2,
        why: expect.stringContaining('no decision was signed'),
      }))
    it('that denies does not, nor does the owner’s', async () => {
      expect(await bad(paired, added({ effect: 'deny' }))).toBeNull()
      expect(await bad({ ...added(), by: null } as AuditRecord)).toBeNull()
    })
    it('is the one that was signed', async () => {
      expect(await bad(paired, await signed(), added({ riskMax: 2 }))).toMatchObject({ entry: 3 })
      expect(await bad(paired, await signed(new Uint8Array([1])))).toMatchObject({
        entry: 2,
        why: expect.stringContaining('another rule'),
      })
    })
  })
})
