import { HearthError, type Up } from '@hearth/shared/protocol'
import type { AgentOption } from '@hearth/shared/session'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AuditRecord } from '../audit/entry.ts'
import { newId, Rig } from '../host/testing.ts'
import { RawDevice } from './testing.ts'

let rig: Rig
let device: RawDevice
let session: string
let id: string
/** What the agent was told, and what was on disk by then. */
let set: { option: string; recorded: boolean }[]
const entries: AuditRecord[] = []

beforeEach(async () => {
  rig = await new Rig().start()
  await until(() => rig.host.status().relays[0]?.state === 'connected', 'the relay')
  const project = (await rig.host.projects.add(rig.repository)).id
  const alice = await rig.pair('alice')
  id = alice.id
  device = await RawDevice.connect(alice, rig.relay.transport)
  session = newId()
  device.send({ t: 'new-session', call: 1, session, project, agent: 'opencode', place: 'main', title: 'x' })
  await device.answer(1)
  entries.length = 0
  rig.host.audit.onEntry((line) => entries.push(line))
  set = []
  const { agents } = rig.host.sessions
  rig.host.sessions.agents = (of) =>
    agents.call(rig.host.sessions, of).map((one) => ({ ...one, options: OPTIONS }))
  rig.host.sessions.setOption = async (_session, _agent, option) =>
    void set.push({ option, recorded: entries.some(({ type }) => type === 'option') })
})
afterEach(async () => {
  device.close()
  await rig.end()
})

const option = (name: string, category: AgentOption['category']): AgentOption => ({
  ...{ id: name, name, category, description: null, value: 'ask' },
  choices: [
    { value: 'bypass', name: 'bypass', description: null, group: null },
    { value: 'plan', name: 'plan', description: null, group: null, asks: true },
  ],
})
const OPTIONS = [option('mode', 'mode'), option('model', 'model')]

const choose = async (call: number, name: string, value = 'bypass') => {
  const message: Up = { t: 'set-option', call, session, agent: 'opencode', option: name, value }
  device.send(message)
  const answer = await device.answer(call)
  return answer.t === 'error' ? answer.error.code : answer.t
}

describe('a mode, in which an agent may ask for nothing any more', () => {
  it('is on disk with who chose it before the agent is told', async () => {
    expect(await choose(2, 'mode')).toBe('result')
    expect(set).toEqual([{ option: 'mode', recorded: true }])
    expect(entries.find(({ type }) => type === 'option')).toMatchObject({
      ...{ session, agent: 'opencode', option: 'mode', value: 'bypass', by: id },
    })
  })

  it('is not chosen while the host is paused; what only says how well it thinks is', async () => {
    await rig.host.guard.pause(null)
    expect(await choose(2, 'mode')).toBe('host.paused')
    expect(await choose(3, 'model')).toBe('result')
    expect(set).toEqual([{ option: 'model', recorded: false }])
  })

  it.each([
    ['somebody pauses', 'host.paused', () => rig.host.guard.pause(null)],
    ['somebody shuts the device out', 'host.shut_out', () => rig.host.guard.panic(null)],
    [
      'the device is lowered',
      'host.not_allowed',
      async () => void rig.host.devices.limit(id, { rights: ['read', 'prompt', 'decide'], riskMax: 3 }),
    ],
  ])('is not chosen where %s while it is written down', async (_name, code, meanwhile) => {
    vi.spyOn(rig.host.audit, 'append').mockImplementationOnce(async () => {
      await meanwhile()
      return rig.host.audit.head
    })
    expect(await choose(2, 'mode')).toBe(code)
    expect(set).toEqual([])
  })

  it('is for whoever may prompt where the host knows that the agent asks no less with it, and is recorded', async () => {
    const bob = await rig.pair('bob', { rights: ['read', 'prompt'], riskMax: 1 })
    device.close()
    device = await RawDevice.connect(bob, rig.relay.transport)
    await rig.host.guard.pause(null)
    expect(await choose(2, 'mode', 'plan')).toBe('result')
    expect(set).toEqual([{ option: 'mode', recorded: true }])
    expect(await choose(3, 'mode', 'bypass')).toBe('host.not_allowed')
    expect(await choose(4, 'mode', 'unheard of')).toBe('host.not_allowed')
    expect(set).toHaveLength(1)
  })

  it('is not chosen where it can’t be recorded', async () => {
    vi.spyOn(rig.host.audit, 'append').mockRejectedValueOnce(new HearthError('decision.audit'))
    expect(await choose(2, 'mode')).toBe('decision.audit')
    expect(set).toEqual([])
  })
})
