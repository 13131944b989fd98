import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AgentRequest } from '../agents/driver.ts'
import { newId, Rig } from '../host/testing.ts'
import { fakeAsk } from '../sessions/testing/fake-driver.ts'
import { controlHandlers } from './handlers.ts'
import type { ControlCall } from './server.ts'

let rig: Rig
beforeEach(async () => {
  rig = await new Rig().start()
})
afterEach(() => rig.end())

const call: ControlCall = {
  send: () => undefined,
  input: async () => null,
  signal: new AbortController().signal,
}

it('lists what is too large for devices, in full, next to the others', async () => {
  const { id: project } = await rig.host.projects.add(rig.repository)
  const session = newId()
  const by = 'a1'.repeat(16)
  await rig.host.sessions.create({ session, project, agent: 'opencode', place: 'main', title: 'x', by })
  await rig.host.sessions.admit({ id: newId(), session, content: [{ type: 'text', text: 'go' }], by })
  await until(() => rig.agent.running.size === 1, 'the turn')
  const command = `echo ${'a'.repeat(200_000)}; rm -rf ~`
  rig.agent.turn
    .accept()
    .ask(fakeAsk('per_1'))
    .ask({ ...fakeAsk('per_2'), ask: { type: 'command', command } } as AgentRequest)
  const handlers = controlHandlers({
    host: rig.host,
    relays: [],
    ownRelay: false,
    facts: {},
    stop: () => undefined,
  })
  const listed = await handlers.requests?.(null, call)
  expect(listed).toMatchObject([
    { kind: 'permission', facts: { action: { command: 'npm test' } } },
    { kind: 'permission', facts: { action: { command } } },
  ])
})
