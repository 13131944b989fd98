import type { AgentTask } from '@hearth/shared/session'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAX_LIVE_AGENTS, WARM_IDLE_MS } from './limits.ts'
import { Harness } from './testing/harness.ts'

let host: Harness
let session: string
beforeEach(async () => {
  host = new Harness()
  session = await host.session()
})
afterEach(() => host.end())

const TASK: AgentTask = { id: 'task_1', title: 'npm run dev', startedAt: 5, turn: null }
const send = async (): Promise<void> => {
  await host.prompt(session, 'one')
  await host.settle()
}
/** A turn that is done by its agent at once. */
const done = async (): Promise<void> => {
  await send()
  host.agent.turn.accept().settle()
  await host.settle()
}

test('an agent of which nothing is wanted for long is let go, and comes back with its memory', async () => {
  await done()
  await host.advance(WARM_IDLE_MS)
  expect(host.agent.open.isClosed).toBe(true)
  expect(host.sessions.agents(session)).toMatchObject([{ agent: 'opencode', memory: 'resumed' }])
  await done()
  expect(host.state(session).settled.at(-1)).toMatchObject({ memory: 'resumed' })
  await host.advance(WARM_IDLE_MS - 1)
  expect(host.agent.open.isClosed).toBe(false)
})

test('an agent is idle from the end of its turn on, however long that took', async () => {
  await send()
  host.agent.turn.accept()
  await host.advance(WARM_IDLE_MS - 1_000)
  host.agent.turn.settle()
  await host.settle()
  await host.advance(WARM_IDLE_MS - 1)
  expect(host.agent.open.isClosed).toBe(false)
  await host.advance(1)
  expect(host.agent.open.isClosed).toBe(true)
})

test('an agent at work, or with a command that it left running, is not let go', async () => {
  await send()
  host.agent.turn.accept()
  await host.advance(WARM_IDLE_MS)
  host.agent.open.tell({ tasks: [TASK] })
  host.agent.turn.settle()
  await host.advance(2 * WARM_IDLE_MS)
  expect(host.agent.open.isClosed).toBe(false)
  host.agent.open.tell({ tasks: [] })
  await host.advance(2 * WARM_IDLE_MS)
  expect(host.agent.open.isClosed).toBe(true)
})

test('only so many agents are kept: the one that was used longest ago makes room', async () => {
  await done()
  const first = host.agent.open
  for (let n = 1; n < MAX_LIVE_AGENTS; n++) {
    session = await host.session()
    await done()
  }
  expect(host.agent.openings.filter(({ isClosed }) => isClosed)).toEqual([])
  session = await host.session()
  await done()
  expect(host.agent.openings.filter(({ isClosed }) => isClosed)).toEqual([first])
})
