import { Close, type Down, encodeUp, type Right, type Up } from '@hearth/shared/protocol'
import type { AgentOption, RuleDraft } from '@hearth/shared/session'
import { deferred, until } from '@hearth/shared/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, Rig } from '../host/testing.ts'
import type { Device } from '../identity/devices.ts'
import { MAX_CALLS, MAX_SUBSCRIPTIONS } from './limits.ts'
import { RIGHT_OF } from './rights.ts'
import { RawDevice } from './testing.ts'

const AT = { project: 'ab'.repeat(8), provenance: 'user' } as const

let rig: Rig
let project = ''
let session = ''
const opened: RawDevice[] = []

beforeAll(async () => {
  rig = await new Rig().start()
  await until(() => rig.host.status().relays[0]?.state === 'connected', 'the relay')
  project = (await rig.host.projects.add(rig.repository)).id
  const device = await paired('setup')
  session = newId()
  device.send({ t: 'new-session', call: 1, session, project, agent: 'opencode', place: 'main', title: 'x' })
  await device.answer(1)
})
afterAll(async () => {
  for (const device of opened) device.close()
  await rig.end()
})

const paired = async (name: string, rights?: Right[]): Promise<RawDevice> => {
  const member = await rig.pair(name, rights === undefined ? {} : { rights })
  const device = await RawDevice.connect(member, rig.relay.transport)
  opened.push(device)
  return device
}

/** One of each message that takes a right. */
const DENYING = {
  effect: 'deny',
  what: { type: 'command', words: ['rm'], rest: 'anything' },
  scope: { type: 'everywhere' },
  agent: null,
  riskMax: 1,
  expiresAt: null,
} satisfies RuleDraft

const samples = (): Record<Exclude<Up['t'], 'hello'>, Up> => ({
  ping: { t: 'ping', n: 1 },
  ack: { t: 'ack', sub: 1, seq: 1 },
  unsubscribe: { t: 'unsubscribe', sub: 1 },
  subscribe: { t: 'subscribe', call: 1, sub: 1, session, after: null },
  history: { t: 'history', call: 1, session, before: 2, limit: 5 },
  'list-foreign': { t: 'list-foreign', call: 1, project, agent: 'opencode' },
  'new-session': {
    ...{ t: 'new-session', call: 1, session: newId(), project },
    ...{ agent: 'opencode', place: 'main', title: 'x' },
  } as Up,
  'update-session': { t: 'update-session', call: 1, session, title: 'changed' },
  'adopt-session': {
    t: 'adopt-session',
    call: 1,
    session: newId(),
    project,
    agent: 'opencode',
    foreign: 'x',
  },
  prompt: { t: 'prompt', id: newId(), session, content: [{ type: 'text', text: 'x' }] },
  'edit-prompt': {
    t: 'edit-prompt',
    call: 1,
    session,
    turn: 1,
    content: [{ type: 'text', text: 'x' }],
    edits: 0,
  },
  'order-queue': { t: 'order-queue', call: 1, session, turns: [1] },
  steer: { t: 'steer', call: 1, session, turn: 1 },
  'set-option': { t: 'set-option', call: 1, session, agent: 'opencode', option: 'mode', value: 'x' },
  'stop-task': { t: 'stop-task', call: 1, session, agent: 'opencode', task: 'x' },
  withdraw: { t: 'withdraw', call: 1, session, turn: 1 },
  stop: { t: 'stop', call: 1, session, turn: 1 },
  resolve: { t: 'resolve', call: 1, session, turn: 1, choice: 'abandon' },
  answer: { t: 'answer', call: 1, request: newId(), answer: null },
  'ask-offer': { t: 'ask-offer', call: 1, request: newId() },
  decide: { t: 'decide', call: 1, decision: new Uint8Array(320) },
  'list-rules': { t: 'list-rules', call: 1 },
  'add-rule': { t: 'add-rule', call: 1, rule: DENYING },
  'preview-rule': { t: 'preview-rule', call: 1, rule: DENYING },
  'remove-rule': { t: 'remove-rule', call: 1, rule: 'a'.repeat(16) },
  pause: { t: 'pause', call: 1, paused: true },
  panic: { t: 'panic', call: 1 },
  release: { t: 'release', call: 1, session },
  'limit-self': { t: 'limit-self', call: 1, rights: ['read'], riskMax: 1 },
  'push-key': { t: 'push-key', call: 1 },
  'push-subscribe': {
    t: 'push-subscribe',
    call: 1,
    endpoint: 'https://push.example/1',
    p256dh: new Uint8Array(65),
    auth: new Uint8Array(16),
    wishes: { requests: true, turns: false, quiet: null },
  },
  'push-unsubscribe': { t: 'push-unsubscribe', call: 1 },
  'push-test': { t: 'push-test', call: 1, nonce: '0'.repeat(16) },
  watching: { t: 'watching', requests: [] },
  'passkey-begin': { t: 'passkey-begin', call: 1 },
  'passkey-finish': { t: 'passkey-finish', call: 1, response: '{}' },
  'passkey-remove': { t: 'passkey-remove', call: 1, id: 'AAAA' },
  'find-files': { t: 'find-files', call: 1, session, query: '', limit: 1 },
  search: { t: 'search', call: 1, session: null, query: 'x', limit: 1 },
  'read-usage': { t: 'read-usage', call: 1, days: 1 },
  'list-devices': { t: 'list-devices', call: 1 },
  'rename-device': { t: 'rename-device', call: 1, device: newId(), name: 'x' },
  'revoke-device': { t: 'revoke-device', call: 1, device: newId() },
  'switch-agent': { t: 'switch-agent', call: 1, agent: 'opencode', enabled: false },
  'check-agent': { t: 'check-agent', call: 1, agent: 'opencode' },
})

const refusals = (device: RawDevice): string[] =>
  device.downs.flatMap((down) => (down.t === 'error' || down.t === 'refused' ? [down.error.code] : []))

describe('rights, from the host’s record', () => {
  const needed = Object.entries(RIGHT_OF).filter(([, right]) => right !== null)
  it.each(needed)('%s takes the right to %s', async (t, right) => {
    const others = (['read', 'prompt', 'decide', 'admin'] as const).filter((each) => each !== right)
    const device = await paired(`without ${right} for ${t}`, others)
    const before = rig.host.sessions.summaries().length
    device.send(samples()[t as Exclude<Up['t'], 'hello'>])
    await device.flushed()
    await until(() => refusals(device).length === 1, 'the refusal')
    expect(refusals(device)).toEqual(['host.not_allowed'])
    expect(rig.host.sessions.summaries()).toHaveLength(before)
    device.close()
    await rig.host.revoke(rig.host.devices.list().at(-1)?.id ?? '')
  })

  it('without `read` nothing is told of sessions, agents and requests', async () => {
    const blind = await paired('blind', ['prompt'])
    rig.host.requests.open(
      {
        ...{ session, turn: 1, agent: 'opencode', ...AT, cwd: rig.repository },
        ask: { kind: 'question', id: 'q', questions: [], reply: async () => 'applied' },
      },
      () => undefined,
    )
    blind.send({ t: 'update-session', call: 1, session, title: 'secret title' })
    await blind.answer(1)
    await blind.flushed()
    expect(blind.of('overview')).toEqual([
      { t: 'overview', projects: [], agents: [], sessions: [], requests: [] },
    ])
    expect(blind.downs.map(({ t }) => t)).not.toContain('session')
    expect(blind.downs.map(({ t }) => t)).not.toContain('request')
  })

  it('a mode, in which nobody may be asked any more, takes what the gravest decision takes', async () => {
    const option = (id: string, category: AgentOption['category']): AgentOption => ({
      ...{ id, name: id, category, description: null, value: 'x' },
      choices: [{ value: 'x', name: 'x', description: null, group: null }],
    })
    const { agents, setOption } = rig.host.sessions
    rig.host.sessions.agents = (id) =>
      agents
        .call(rig.host.sessions, id)
        .map((one) => ({ ...one, options: [option('mode', 'mode'), option('model', 'model')] }))
    const set: string[] = []
    rig.host.sessions.setOption = async (_session, _agent, id) => void set.push(id)
    const answers = async (name: string, more: Partial<Device>) => {
      const member = await rig.pair(name)
      const record = rig.host.devices.get(member.id)
      if (record === null) throw new Error('no record')
      rig.host.devices.add({ ...record, ...more })
      const device = await RawDevice.connect(member, rig.relay.transport)
      opened.push(device)
      const codes: unknown[] = []
      for (const [at, id] of ['mode', 'model', 'unheard of'].entries()) {
        device.send({ t: 'set-option', call: at, session, agent: 'opencode', option: id, value: 'x' })
        const answer = await device.answer(at)
        codes.push(answer.t === 'error' ? answer.error.code : answer.t)
      }
      return codes
    }
    const no = 'host.not_allowed'
    expect(await answers('no decisions', { rights: ['read', 'prompt'] })).toEqual([no, 'result', no])
    expect(await answers('few decisions', { riskMax: 3 })).toEqual([no, 'result', no])
    expect(set).toEqual(['model', 'model'])
    expect(await answers('all', { riskMax: 4 })).toEqual(['result', 'result', 'result'])
    Object.assign(rig.host.sessions, { agents, setOption })
  })

  it('a device may do nothing more under a record that has been replaced', async () => {
    const device = await paired('short-lived')
    const id = rig.host.devices.list().at(-1)?.id ?? ''
    const record = rig.host.devices.get(id)
    if (record === null) throw new Error('no record')
    rig.host.devices.add({ ...record, rights: ['read'] })
    device.send(samples().prompt)
    await until(() => device.end !== null, 'the end of its channel')
    expect(device.of('admitted')).toEqual([])
  })
})

describe('files', () => {
  it('of a session’s worktree are found, and of no other place', async () => {
    const device = await paired('finder', ['read'])
    device.send({ t: 'find-files', call: 1, session, query: 'read', limit: 5 })
    expect(await device.answer(1)).toEqual({
      t: 'result',
      call: 1,
      value: { of: 'find-files', files: ['README.md'], more: false },
    })
    device.send({ t: 'find-files', call: 2, session: newId(), query: '', limit: 5 })
    expect(await device.answer(2)).toMatchObject({ t: 'error', error: { code: 'host.unknown_session' } })
    device.close()
  })
})

describe('limits', () => {
  it('calls in flight', async () => {
    const device = await paired('busy')
    const held = deferred<never[]>()
    const { listForeign } = rig.host.sessions
    rig.host.sessions.listForeign = () => held.promise
    for (let call = 1; call <= MAX_CALLS + 1; call += 1) {
      device.send({ t: 'list-foreign', call, project, agent: 'opencode' })
    }
    expect(await device.answer(MAX_CALLS + 1)).toMatchObject({ t: 'error', error: { code: 'host.busy' } })
    held.resolve([])
    expect(await device.answer(1)).toMatchObject({ t: 'result' })
    rig.host.sessions.listForeign = listForeign
  })

  it('subscriptions', async () => {
    const device = await paired('eager')
    for (let sub = 0; sub <= MAX_SUBSCRIPTIONS; sub += 1) {
      device.send({ t: 'subscribe', call: sub + 1, sub, session, after: null })
    }
    expect(await device.answer(MAX_SUBSCRIPTIONS)).toMatchObject({ t: 'result' })
    expect(await device.answer(MAX_SUBSCRIPTIONS + 1)).toMatchObject({ error: { code: 'host.subscription' } })
    device.send({ t: 'unsubscribe', sub: 0 })
    device.send({ t: 'subscribe', call: 500, sub: 0, session, after: 0 })
    expect(await device.answer(500)).toMatchObject({ t: 'result' })
    device.send({ t: 'subscribe', call: 501, sub: 0, session, after: 0 })
    expect(await device.answer(501)).toMatchObject({ error: { code: 'host.subscription' } })
  })
})

describe('odd input', () => {
  it('bytes that are no message, or every message with one byte too many or changed (Z2)', async () => {
    const member = await rig.pair('odd')
    const broken = Object.values(samples()).flatMap((message) => {
      const bytes = encodeUp(message)
      const flipped = new Uint8Array(bytes)
      flipped[1] = (flipped[1] ?? 0) ^ 0xff
      return [new Uint8Array([...bytes, 0]), bytes.subarray(0, -1), flipped]
    })
    for (const bytes of broken) {
      const device = await RawDevice.connect(member, rig.relay.transport)
      device.sendBytes(bytes)
      await until(() => device.end !== null, 'the end')
      expect(device.end).toMatchObject({ code: Close.protocol, reason: 'host.malformed' })
      device.close()
    }
    expect(rig.host.devices.get(member.id)).not.toBeNull()
  })

  it('random bytes as chunks, and random frames (Z1)', async () => {
    const member = await rig.pair('random bytes')
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, sealed) => {
        const device = await RawDevice.connect(member, rig.relay.transport)
        if (sealed) device.sendContent(bytes)
        else device.pipe?.send(bytes.length === 0 ? new Uint8Array(1) : bytes)
        await until(() => device.end !== null, 'the end')
        expect(device.end?.code).toBe(Close.protocol)
        device.close()
      }),
      { numRuns: 40 },
    )
  })
})

/** Messages as they might come from a device that means harm or has lost its mind. */
const anyUp = (): fc.Arbitrary<Up> => {
  const id = fc.constantFrom(session, newId())
  const call = fc.nat({ max: 1_000_000 })
  const sub = fc.nat({ max: 1023 })
  const turn = fc.integer({ min: 1, max: 5 })
  const agent = fc.constantFrom('opencode', 'nobody')
  const projects = fc.constantFrom(project, '00'.repeat(8))
  const text = fc.string({ unit: 'binary', maxLength: 60 })
  const record = <T extends Up['t']>(t: T, fields: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ t: fc.constant(t), ...fields }) as unknown as fc.Arbitrary<Up>
  return fc.oneof(
    record('ping', { n: call }),
    record('subscribe', { call, sub, session: id, after: fc.option(fc.nat({ max: 50 })) }),
    record('unsubscribe', { sub }),
    record('ack', { sub, seq: fc.nat() }),
    record('history', { call, session: id, before: turn, limit: fc.integer({ min: 1, max: 50 }) }),
    record('new-session', {
      call,
      session: id,
      project: projects,
      agent,
      place: fc.constant('main'),
      title: text,
    }),
    record('update-session', { call, session: id, title: text, archived: fc.boolean() }),
    record('list-foreign', { call, project: projects, agent }),
    record('adopt-session', { call, session: id, project: projects, agent, foreign: text }),
    record('prompt', {
      id: fc.constantFrom(newId(), newId()),
      session: id,
      content: fc.array(fc.record({ type: fc.constant('text'), text }), { minLength: 1, maxLength: 3 }),
    }),
    record('withdraw', { call, session: id, turn }),
    record('stop', { call, session: id, turn }),
    record('resolve', { call, session: id, turn, choice: fc.constantFrom('retry', 'abandon') }),
    record('answer', {
      call,
      request: id,
      answer: fc.option(
        fc.oneof(
          fc.record({
            kind: fc.constant('question'),
            answers: fc.array(fc.array(text, { maxLength: 2 }), { maxLength: 3 }),
          }),
          fc.record({ kind: fc.constant('plan'), changes: fc.option(text) }),
          fc.record({ kind: fc.constant('form'), values: fc.constant({}) }),
        ),
      ),
    }),
    record('ask-offer', { call, request: id }),
    record('decide', { call, decision: fc.uint8Array({ minLength: 320, maxLength: 320 }) }),
  )
}

it('whatever comes, each call has exactly one answer and the host goes on', async () => {
  const device = await paired('random')
  await fc.assert(
    fc.asyncProperty(fc.array(anyUp(), { minLength: 1, maxLength: 20 }), async (messages) => {
      device.downs.length = 0
      // Numbers of its own for each call, so that answers can be counted.
      const sent = messages.map((message, index) =>
        'call' in message ? { ...message, call: index + 1 } : message,
      )
      for (const message of sent) device.send(message)
      const calls = sent.flatMap((message) => ('call' in message ? [message.call] : []))
      await Promise.all(calls.map((call) => device.answer(call)))
      await device.flushed()
      const answers = device.downs.flatMap((down: Down) => ('call' in down ? [down.call] : []))
      expect(answers.sort((a, b) => a - b)).toEqual(calls)
      for (const down of device.of('error')) expect(down.error.code).not.toBe('host.internal')
    }),
    { numRuns: 60 },
  )
  expect(device.end).toBeNull()
  expect(rig.log.filter((line) => line.includes('a call failed'))).toEqual([])
})
