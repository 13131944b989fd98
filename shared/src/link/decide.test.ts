import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  checkCounter,
  checkExpiry,
  checkOffer,
  type Decision,
  fromHex,
  openDecision,
  requestHash,
  toHex,
} from '../crypto/index.ts'
import { createNodeProvider } from '../crypto/provider/node.ts'
import { HearthError, toWireError, type Up } from '../protocol/index.ts'
import type { PendingRequest } from '../session/index.ts'
import {
  createMemoryRelay,
  fastClock,
  introduce,
  linkOf,
  newDevice,
  newName,
  type ScriptedChannel,
  ScriptedHost,
  type TestDevice,
  until,
} from '../testing/index.ts'
import { SAMPLE_FACTS } from './facts.testdata.ts'
import type { Link, RequestView } from './index.ts'

const provider = createNodeProvider()

describe('deciding', () => {
  let relay: ReturnType<typeof createMemoryRelay>
  let host: ScriptedHost
  let alice: TestDevice
  let link: Link
  const session = newName()
  const request = newName()
  const nonce = new Uint8Array(32).fill(7)
  let expiresAt = 0

  const bytesOf = (more: object = {}): Uint8Array =>
    new TextEncoder().encode(
      JSON.stringify({
        ...SAMPLE_FACTS,
        hostId: host.id,
        reqId: request,
        session,
        action: { type: 'command', command: 'make', argv: ['make'], parts: [] },
        ...more,
      }),
    )
  const permission = (facts: Uint8Array): PendingRequest => ({
    kind: 'permission',
    request,
    session,
    turn: 1,
    facts,
  })

  const verify = async (
    bytes: Uint8Array,
    channel: ScriptedChannel,
    facts: Uint8Array,
  ): Promise<Decision> => {
    const decision = await openDecision(provider, bytes, {
      hostId: host.identity.id,
      deviceId: alice.identity.id,
      sid: channel.sid,
      signKey: alice.identity.signKey,
    })
    const reqHash = requestHash(provider, facts)
    const offer = { reqId: fromHex(request), nonce, reqHash, choices: ['allow-once'] as const, expiresAt }
    checkOffer(decision, offer)
    checkExpiry(decision, offer, Date.now())
    checkCounter(decision, 0)
    return decision
  }

  /** Gives offers; `onDecide` says what becomes of a decision. */
  const serve = (
    onDecide: (message: Extract<Up, { t: 'decide' }>, channel: ScriptedChannel) => void,
  ): void => {
    host.behave = (message, channel) => {
      if (message.t === 'ask-offer')
        channel.send({ t: 'offer', call: message.call, request, nonce, expiresAt, stepUp: null })
      else if (message.t === 'decide') onDecide(message, channel)
      else return false
      return true
    }
  }
  const view = (): RequestView | undefined => link.requests.value.get(request)
  const by = (device: TestDevice) => ({ id: toHex(device.identity.id), name: device.name })
  const settledInLog = (who: TestDevice) => {
    host.startTurn(session)
    host.append(
      session,
      { type: 'request.opened', at: 1, turn: 1, request, kind: 'permission', title: 'make' },
      { type: 'request.settled', at: 1, turn: 1, request, outcome: 'allowed', by: toHex(who.identity.id) },
    )
  }

  beforeEach(async () => {
    relay = createMemoryRelay()
    host = await ScriptedHost.create(provider)
    host.session(session)
    alice = await newDevice(provider, 'alice')
    const paired = await introduce(host, alice, relay.origin)
    host.requests = [permission(bytesOf())]
    await host.connect(relay.transport, relay.origin)
    link = await linkOf(alice, paired, provider, relay.transport, { clock: fastClock(4) })
    await link.live()
    expiresAt = Date.now() + 120_000
  })
  afterEach(() => {
    link.close()
    host.close()
  })

  it('signs exactly what was shown, and is done only with the receipt', async () => {
    let give = (): void => undefined
    const verified = new Promise<Decision>((resolve, reject) => {
      serve((message, channel) => {
        verify(message.decision, channel, bytesOf()).then(resolve, reject)
        give = () => {
          const value = { of: 'decide', outcome: 'allowed', by: by(alice).id } as const
          channel.send({ t: 'result', call: message.call, value })
        }
      })
    })
    const deciding = link.decide(request, 'allow-once')
    expect((await verified).choice).toBe('allow-once')
    expect(view()?.state).toBe('sending')
    give()
    expect(await deciding).toMatchObject({ state: 'applied', outcome: 'allowed', by: { name: 'alice' } })
  })

  it('takes what the host tells everybody for its receipt when that is about its own decision', async () => {
    serve((message, channel) => {
      channel.send({ t: 'request-gone', request, outcome: 'denied', by: by(alice) })
      channel.send({
        t: 'result',
        call: message.call,
        value: { of: 'decide', outcome: 'denied', by: by(alice).id },
      })
    })
    expect(await link.decide(request, 'deny', { reason: 'not today' })).toMatchObject({
      state: 'applied',
      outcome: 'denied',
    })
  })

  it('says by whom it was answered when somebody was first', async () => {
    const bob = await newDevice(provider, 'bob')
    serve((message, channel) => {
      channel.send({ t: 'error', call: message.call, error: toWireError(new HearthError('request.settled')) })
      channel.send({ t: 'request-gone', request, outcome: 'allowed', by: by(bob) })
    })
    await link.decide(request, 'deny')
    await until(() => view()?.by !== null, 'the name')
    expect(view()).toMatchObject({ state: 'answered-elsewhere', outcome: 'allowed', by: { name: 'bob' } })
  })

  it.each([
    ['decision.expired', 'expired'],
    ['request.unknown', 'superseded'],
    ['decision.world_changed', 'failed'],
    ['decision.rights', 'failed'],
  ] as const)('%s leaves it %s', async (code, state) => {
    serve((message, channel) =>
      channel.send({ t: 'error', call: message.call, error: toWireError(new HearthError(code)) }),
    )
    expect(await link.decide(request, 'allow-once')).toMatchObject({ state, error: { code } })
  })

  it('does not sign under an offer that has run out', async () => {
    expiresAt = Date.now() - 1
    serve(() => expect.unreachable('a decision was sent'))
    expect(await link.decide(request, 'allow-once')).toMatchObject({ state: 'expired' })
  })

  it('signs nothing when the request is asked anew between the press and the offer', async () => {
    host.behave = (message, channel) => {
      if (message.t !== 'ask-offer') return message.t === 'decide'
      const action = { type: 'command', command: 'make clean', argv: ['make', 'clean'], parts: [] }
      channel.send({ t: 'request', request: permission(bytesOf({ action })) })
      channel.send({ t: 'offer', call: message.call, request, nonce, expiresAt, stepUp: null })
      return true
    }
    expect(await link.decide(request, 'allow-once')).toMatchObject({
      state: 'pending',
      content: { facts: { action: { command: 'make clean' } } },
    })
    expect(host.received.some(({ t }) => t === 'decide')).toBe(false)
  })

  it('finds out what it was when the receipt was lost with the channel', async () => {
    serve(() => {
      settledInLog(alice)
      host.requests = []
      relay.cut(({ role }) => role === 'device')
    })
    expect(await link.decide(request, 'allow-once')).toMatchObject({ state: 'applied', outcome: 'allowed' })
  })

  it('waits again when the decision was lost on the way', async () => {
    serve(() => void relay.cut(({ role }) => role === 'device'))
    expect(await link.decide(request, 'allow-once')).toMatchObject({ state: 'pending', outcome: null })
    expect(host.received.filter(({ t }) => t === 'decide')).toHaveLength(1)
  })

  it('shows nothing to decide where it can’t read everything', async () => {
    host.broadcast({ t: 'request-gone', request, outcome: 'withdrawn', by: null })
    const other = newName()
    const facts = bytesOf({ reqId: other, undo: 'impossible' })
    host.broadcast({ t: 'request', request: { kind: 'permission', request: other, session, turn: 1, facts } })
    await until(() => link.requests.value.has(other), 'the request')
    expect(link.requests.value.get(other)?.content).toMatchObject({ kind: 'unreadable' })
    await expect(link.decide(other, 'allow-once')).rejects.toMatchObject({ code: 'request.unreadable' })
    await expect(link.decide(other, 'deny')).rejects.toMatchObject({ code: 'request.unreadable' })
    expect(host.received.some(({ t }) => t === 'ask-offer')).toBe(false)
  })

  it('refuses a choice that was not offered, a request that is unknown, and one that is over', async () => {
    await expect(link.decide(request, 'allow-rule')).rejects.toMatchObject({ code: 'decision.not_offered' })
    await expect(link.decide(newName(), 'deny')).rejects.toMatchObject({ code: 'request.unknown' })
    await expect(link.answer(request, { kind: 'question', answers: [] })).rejects.toMatchObject({
      code: 'request.kind',
    })
    host.broadcast({ t: 'request-gone', request, outcome: 'withdrawn', by: null })
    await until(() => view()?.state === 'superseded', 'its end')
    await expect(link.decide(request, 'deny')).rejects.toMatchObject({ code: 'request.settled' })
  })

  it('answers a question', async () => {
    const question = newName()
    const ask = { header: 'Colour', question: 'Which?', options: [], multiple: false, custom: true }
    const pending = {
      kind: 'question',
      request: question,
      session,
      turn: 1,
      agent: 'opencode',
      questions: [ask],
      createdAt: 1,
    } as const
    host.broadcast({ t: 'request', request: { ...pending, questions: [ask] } })
    await until(() => link.requests.value.has(question), 'the question')
    host.behave = (message, channel) => {
      if (message.t !== 'answer') return false
      channel.send({ t: 'result', call: message.call, value: { of: 'answer', outcome: 'answered' } })
      return true
    }
    expect(await link.answer(question, { kind: 'question', answers: [['Teal']] })).toMatchObject({
      state: 'applied',
      outcome: 'answered',
    })
    expect(host.received.at(-1)).toMatchObject({
      t: 'answer',
      answer: { kind: 'question', answers: [['Teal']] },
    })
  })
})
