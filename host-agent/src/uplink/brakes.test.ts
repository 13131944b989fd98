import type { Up } from '@hearth/shared/protocol'
import type { RuleDraft } from '@hearth/shared/session'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Member, newId, Rig } from '../host/testing.ts'
import { fakeAsk } from '../sessions/testing/fake-driver.ts'
import { RawDevice } from './testing.ts'

let rig: Rig
let alice: Member
let bob: Member
const opened: RawDevice[] = []

beforeEach(async () => {
  rig = await new Rig().start()
  await until(() => rig.host.status().relays[0]?.state === 'connected', 'the relay')
  alice = await rig.pair('alice')
  bob = await rig.pair('bob')
})
afterEach(async () => {
  for (const device of opened.splice(0)) device.close()
  await rig.end()
})

const connect = async (member: Member): Promise<RawDevice> => {
  const device = await RawDevice.connect(member, rig.relay.transport)
  opened.push(device)
  return device
}
const call = async (device: RawDevice, message: Up & { call: number }) => {
  device.send(message)
  return device.answer(message.call)
}
const refused = (code: string) => ({ t: 'error', error: { code } })
const result = { t: 'result' }

it('every device hears what is held back, when it comes and whenever it changes', async () => {
  const [a, b] = [await connect(alice), await connect(bob)]
  await a.flushed()
  expect(a.of('guard')).toMatchObject([{ paused: null, held: [], shutOut: false }])
  expect(await call(a, { t: 'pause', call: 1, paused: true })).toMatchObject(result)
  await b.flushed()
  expect(b.of('guard').at(-1)).toMatchObject({
    paused: { by: { id: alice.id, name: 'alice' }, why: 'person' },
  })
  expect(await call(b, { t: 'pause', call: 1, paused: false })).toMatchObject(result)
  await a.flushed()
  expect(a.of('guard').at(-1)).toMatchObject({ paused: null })
})

it('every device hears that rules have changed, whoever changed them, and as of when they hold', async () => {
  const [a, b] = [await connect(alice), await connect(bob)]
  await b.flushed()
  const before = b.of('guard').at(-1)?.policyEpoch ?? Number.NaN
  const rule: RuleDraft = {
    effect: 'deny',
    what: { type: 'command', words: ['git', 'push'], rest: 'anything' },
    scope: { type: 'everywhere' },
    agent: null,
    riskMax: 3,
    expiresAt: null,
  }
  expect(await call(a, { t: 'add-rule', call: 1, rule })).toMatchObject(result)
  await b.flushed()
  expect(b.of('guard').at(-1)?.policyEpoch).toBe(before + 1)
  await rig.host.rules.setStarter('tests', true)
  await b.flushed()
  expect(b.of('guard').at(-1)?.policyEpoch).toBe(before + 2)
})

it('which sessions are held is not for those who may not read', async () => {
  const blind = await rig.pair('blind', { rights: ['prompt'] })
  const [a, b] = [await connect(alice), await connect(blind)]
  for (let n = 0; n < 3; n += 1) rig.host.guard.denied('5e'.repeat(16))
  await a.flushed()
  await b.flushed()
  expect(a.of('guard').at(-1)?.held).toHaveLength(1)
  expect(b.of('guard').at(-1)?.held).toEqual([])
  expect(await call(a, { t: 'release', call: 1, session: '5e'.repeat(16) })).toMatchObject(result)
  await a.flushed()
  expect(a.of('guard').at(-1)?.held).toEqual([])
})

it('a panic denies what waits, pauses, and leaves the others nothing but reading and a panic of their own', async () => {
  const [a, b] = [await connect(alice), await connect(bob)]
  const { request } = rig.host.requests.open(
    {
      ...{ session: newId(), turn: 1, agent: 'opencode', project: 'ab'.repeat(8) },
      ...{ provenance: 'user', cwd: rig.repository, ask: fakeAsk('per_1') },
    },
    () => undefined,
  )
  expect(await call(a, { t: 'panic', call: 1 })).toMatchObject(result)
  await b.flushed()
  expect(b.of('guard').at(-1)).toMatchObject({ paused: { why: 'panic' }, shutOut: true })
  expect(b.of('request-gone')).toMatchObject([{ request, outcome: 'denied', by: { id: alice.id } }])
  const session = newId()
  const out: (Up & { call: number })[] = [
    { t: 'pause', call: 1, paused: false },
    { t: 'ask-offer', call: 2, request },
    { t: 'decide', call: 3, decision: new Uint8Array(320) },
    { t: 'answer', call: 4, request, answer: null },
    { t: 'stop', call: 5, session, turn: 1 },
    { t: 'update-session', call: 6, session, title: 'x' },
    { t: 'release', call: 7, session },
    { t: 'limit-self', call: 8, rights: [], riskMax: 1 },
    { t: 'list-foreign', call: 9, project: 'ab'.repeat(8), agent: 'opencode' },
  ]
  for (const message of out) expect(await call(b, message), message.t).toMatchObject(refused('host.shut_out'))
  const id = newId()
  b.send({ t: 'prompt', id, session, content: [{ type: 'text', text: 'x' }] })
  await b.flushed()
  expect(b.of('refused')).toMatchObject([{ id, error: { code: 'host.shut_out' } }])
  expect(await call(b, { t: 'history', call: 20, session, before: 1, limit: 1 })).toMatchObject(
    refused('host.unknown_session'),
  )
  expect(await call(b, { t: 'list-rules', call: 21 })).toMatchObject(result)
  expect(await call(b, { t: 'panic', call: 22 })).toMatchObject(result)
  expect(await call(a, { t: 'pause', call: 2, paused: false })).toMatchObject(refused('host.shut_out'))
  await rig.host.guard.letIn(alice.id)
  expect(await call(a, { t: 'pause', call: 3, paused: false })).toMatchObject(result)
})

it('a device can lower itself, and never raise', async () => {
  const a = await connect(alice)
  const { policyEpoch } = rig.host.status()
  expect(await call(a, { t: 'limit-self', call: 1, rights: ['read', 'admin'], riskMax: 1 })).toMatchObject(
    refused('host.not_allowed'),
  )
  expect(await call(a, { t: 'limit-self', call: 2, rights: ['prompt'], riskMax: 2 })).toMatchObject({
    value: { of: 'limit-self', device: { id: alice.id, rights: ['prompt'], riskMax: 2 } },
  })
  expect(rig.host.status().policyEpoch).toBe(policyEpoch + 1)
  await until(() => a.end !== null, 'the end of the channel with the old rights')
  const again = await connect(alice)
  expect(again.of('welcome')[0]?.device).toMatchObject({ rights: ['prompt'], riskMax: 2 })
  expect(await call(again, { t: 'history', call: 1, session: newId(), before: 1, limit: 1 })).toMatchObject(
    refused('host.not_allowed'),
  )
  expect(await call(again, { t: 'limit-self', call: 2, rights: ['prompt'], riskMax: 3 })).toMatchObject(
    refused('host.not_allowed'),
  )
})
