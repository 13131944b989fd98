import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Decision, openDecision, toHex, utf8 } from '../crypto/index.ts'
import { createNodeProvider } from '../crypto/provider/node.ts'
import { HearthError, type Up } from '../protocol/index.ts'
import type { RuleDraft } from '../session/index.ts'
import {
  createMemoryRelay,
  deferred,
  introduce,
  linkOf,
  newDevice,
  newName,
  ScriptedHost,
  type TestDevice,
  until,
} from '../testing/index.ts'
import { SAMPLE_FACTS } from './facts.testdata.ts'
import type { Link } from './index.ts'

type Decide = Extract<Up, { t: 'decide' }>

const provider = createNodeProvider()
const session = newName()
const request = newName()
const WHAT = { type: 'command', words: ['npm', 'test'], rest: 'operands' } as const
const RULE: RuleDraft = {
  effect: 'allow',
  what: { ...WHAT, words: [...WHAT.words] },
  scope: { type: 'session', session },
  agent: null,
  riskMax: 3,
  expiresAt: null,
}

let relay: ReturnType<typeof createMemoryRelay>
let host: ScriptedHost
let alice: TestDevice
let link: Link
let sid: Uint8Array | undefined
let stepUp: string[] | null
let expiresIn: number

const put = (facts: object): void => {
  const bytes = utf8(JSON.stringify({ ...SAMPLE_FACTS, hostId: host.id, reqId: request, session, ...facts }))
  host.requests = [{ kind: 'permission', request, session, turn: 1, facts: bytes }]
  for (const one of host.requests) host.broadcast({ t: 'request', request: one })
}
const decisions = (): Decide[] => host.received.filter((message): message is Decide => message.t === 'decide')
const opened = (message: Decide | undefined): Promise<Decision> =>
  openDecision(provider, message?.decision ?? new Uint8Array(), {
    hostId: host.identity.id,
    deviceId: alice.identity.id,
    sid: sid ?? new Uint8Array(32),
    signKey: alice.identity.signKey,
  })

beforeEach(async () => {
  relay = createMemoryRelay()
  stepUp = null
  expiresIn = 120_000
  host = await ScriptedHost.create(provider)
  host.session(session)
  alice = await newDevice(provider, 'alice')
  const paired = await introduce(host, alice, relay.origin)
  put({ offers: [0x01, 0x02, 0x10], suggestions: [WHAT] })
  host.behave = (message, channel) => {
    sid = channel.sid
    if (message.t === 'ask-offer') {
      const nonce = new Uint8Array(32).fill(7)
      const expiresAt = Date.now() + expiresIn
      channel.send({ t: 'offer', call: message.call, request, nonce, expiresAt, stepUp })
    } else if (message.t === 'decide') {
      const value = { of: 'decide', outcome: 'allowed', by: toHex(alice.identity.id) } as const
      channel.send({ t: 'result', call: message.call, value })
    } else return false
    return true
  }
  await host.connect(relay.transport, relay.origin)
  link = await linkOf(alice, paired, provider, relay.transport)
  await link.live()
})
afterEach(() => {
  link.close()
  host.close()
})

describe('a denial', () => {
  it('carries a reason, and the wish to stop', async () => {
    await link.decide(request, 'deny', { reason: 'not today', stop: true, rule: RULE })
    expect(decisions()).toMatchObject([{ reason: 'not today', stop: true }])
    expect(decisions()[0]).not.toHaveProperty('rule')
    expect((await opened(decisions()[0])).choice).toBe('deny')
  })

  it('is plain without them', async () => {
    await link.decide(request, 'deny')
    expect(Object.keys(decisions()[0] ?? {}).sort()).toEqual(['call', 'decision', 't'])
  })

  it('never asks for a passkey', async () => {
    stepUp = ['key1']
    await link.decide(request, 'deny', { confirm: () => expect.unreachable('asked') })
    expect((await opened(decisions()[0])).stepUp).toBe('none')
  })
})

describe('allowing by a rule', () => {
  it('signs the hash of exactly the bytes that are sent', async () => {
    expect(await link.decide(request, 'allow-rule', { rule: RULE, reason: 'x', stop: true })).toMatchObject({
      state: 'applied',
    })
    const [sent] = decisions()
    expect(sent).not.toHaveProperty('reason')
    expect(sent).not.toHaveProperty('stop')
    const bytes = sent?.rule ?? new Uint8Array()
    expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(RULE)
    const { choice, ruleHash } = await opened(sent)
    expect(choice).toBe('allow-rule')
    expect(toHex(ruleHash)).toBe(createHash('sha512').update(bytes).digest('hex').slice(0, 64))
  })

  it.each<[string, RuleDraft | undefined]>([
    ['without a rule', undefined],
    ['by a rule that denies', { ...RULE, effect: 'deny' }],
    ['by one without words', { ...RULE, what: { type: 'command', words: [], rest: 'nothing' } }],
    [
      'by one that is too long',
      { ...RULE, what: { type: 'edit', paths: Array.from({ length: 16 }, () => 'x'.repeat(1_000)) } },
    ],
  ])('is refused %s, before anything is asked', async (_, rule) => {
    await expect(link.decide(request, 'allow-rule', { rule })).rejects.toMatchObject({ code: 'rule.invalid' })
    expect(host.received.some(({ t }) => t === 'ask-offer')).toBe(false)
  })

  it.each([
    ['where the host does not offer it', { offers: [0x01, 0x10], suggestions: [WHAT] }],
    ['where the host suggests no rule', { offers: [0x01, 0x02, 0x10], suggestions: [] }],
  ])('is no choice %s', async (_, facts) => {
    put(facts)
    await until(() => {
      const content = link.requests.value.get(request)?.content
      return content?.kind === 'permission' && content.facts.suggestions.length === facts.suggestions.length
    }, 'the facts')
    await expect(link.decide(request, 'allow-rule', { rule: RULE })).rejects.toMatchObject({
      code: 'decision.not_offered',
    })
  })
})

describe('a step-up', () => {
  it('signs that a passkey follows, and has it confirm exactly the signed bytes', async () => {
    stepUp = ['key1', 'key2']
    let asked: { challenge: string; credentials: readonly string[] } | undefined
    const confirm = async (challenge: Uint8Array, credentials: readonly string[]) => {
      asked = { challenge: toHex(challenge), credentials }
      return '{"id":"key2"}'
    }
    expect(await link.decide(request, 'allow-once', { confirm })).toMatchObject({ state: 'applied' })
    const [sent] = decisions()
    expect(sent?.assertion).toBe('{"id":"key2"}')
    expect((await opened(sent)).stepUp).toBe('webauthn')
    const signed = sent?.decision.subarray(0, 256) ?? new Uint8Array()
    const challenge = createHash('sha256').update('hearth1/stepup').update(signed).digest('hex')
    expect(asked).toEqual({ challenge, credentials: ['key1', 'key2'] })
  })

  it('is not asked for where the offer wants none', async () => {
    await link.decide(request, 'allow-once', { confirm: () => expect.unreachable('asked') })
    expect(decisions()[0]).not.toHaveProperty('assertion')
  })

  const fails = async (code: string, confirm?: () => Promise<string>): Promise<void> => {
    stepUp = ['key1']
    const extras = confirm === undefined ? {} : { confirm }
    expect(await link.decide(request, 'allow-once', extras)).toMatchObject({ error: { code } })
    expect(decisions()).toEqual([])
  }
  it('sends nothing where none can be asked for', () => fails('decision.step_up'))
  it('asks for none, and sends nothing, where the host knows of none', async () => {
    stepUp = []
    const confirm = () => expect.unreachable('asked')
    expect(await link.decide(request, 'allow-once', { confirm })).toMatchObject({
      error: { code: 'decision.step_up' },
    })
    expect(decisions()).toEqual([])
  })
  it('sends nothing when the person gives none', () =>
    fails('passkey.cancelled', () => Promise.reject(new HearthError('passkey.cancelled'))))
  it('sends nothing when it came after the offer’s end', async () => {
    expiresIn = 700
    await fails('decision.expired', () => new Promise(() => undefined))
  })
  it('sends nothing when the request was asked anew meanwhile', async () => {
    stepUp = ['key1']
    const passkey = deferred<string>()
    const before = link.requests.value.get(request)?.content
    const deciding = link.decide(request, 'allow-once', { confirm: () => passkey.promise })
    await until(() => host.received.some(({ t }) => t === 'ask-offer'), 'the offer')
    put({ cwd: { path: '/elsewhere', dev: '1', ino: '3' } })
    await until(() => link.requests.value.get(request)?.content !== before, 'the new facts')
    passkey.resolve('{}')
    expect(await deciding).toMatchObject({ state: 'pending' })
    expect(decisions()).toEqual([])
  })
})

describe('what the host holds back', () => {
  it('is as it last told, whole each time', async () => {
    expect(link.guard.value).toEqual({ paused: null, held: [], shutOut: false })
    const paused = { at: 5, by: null, why: 'person' } as const
    const held = [{ session, at: 4, why: 'denials' } as const]
    host.broadcast({ t: 'guard', paused, held, shutOut: true, policyEpoch: 7 })
    await until(() => link.guard.value.shutOut, 'the guard')
    expect(link.guard.value).toEqual({ paused, held, shutOut: true })
    host.broadcast({ t: 'guard', paused: null, held: [], shutOut: false, policyEpoch: 7 })
    await until(() => !link.guard.value.shutOut, 'the guard')
    expect(link.guard.value.paused).toBeNull()
  })

  it('a device that lowers its rights knows them from the receipt', async () => {
    const lowered = {
      id: toHex(alice.identity.id),
      name: 'alice',
      rights: ['read' as const],
      riskMax: 1 as const,
    }
    host.behave = (message, channel) => {
      if (message.t !== 'limit-self') return false
      channel.send({ t: 'result', call: message.call, value: { of: 'limit-self', device: lowered } })
      return true
    }
    await link.call('limit-self', { rights: ['read'], riskMax: 1 })
    expect(link.overview.value.device).toEqual(lowered)
  })
})
