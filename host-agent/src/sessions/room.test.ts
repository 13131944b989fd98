import type { AgentTask } from '@hearth/shared/session'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AgentError } from '../agents/driver.ts'
import { RECOVER_PAUSES_MS } from '../limits.ts'
import { WARM_IDLE_MS } from './limits.ts'
import type { FakeTurn } from './testing/fake-turn.ts'
import { ALICE, BOB, Harness } from './testing/harness.ts'

/** Two agents may be at work. */
let host: Harness
/** Sessions of which the first two are at work; those after them wait. */
let sessions: string[]

beforeEach(() => {
  host = new Harness(null, { idleMs: WARM_IDLE_MS, live: 1, hard: 2 })
})
afterEach(() => host.end())

/** Sessions with one prompt each; what runs is accepted. */
const crowd = async (count: number): Promise<void> => {
  sessions = []
  for (let n = 0; n < count; n++) {
    const session = await host.session()
    sessions.push(session)
    await host.prompt(session, `prompt ${n}`)
    await host.settle()
  }
  for (const turn of host.agent.running.values()) turn.accept()
  await host.settle()
}
const of = (n: number) => host.state(sessions[n] ?? '')
/** In each session: its turn that runs, that waits, or how the last one ended. */
const states = () =>
  sessions.map((_, n) => {
    const { current, queued, settled } = of(n)
    return current?.state ?? queued[0]?.state ?? settled.at(-1)?.state
  })
const turnOf = (n: number): FakeTurn => {
  const turn = [...host.agent.running.values()].find(({ text }) => text.includes(`prompt ${n}`))
  if (turn === undefined) throw new Error(`prompt ${n} is not with the agent`)
  return turn
}
const finish = async (n: number): Promise<void> => {
  turnOf(n).accept().settle()
  await host.settle()
}

/** Two that run, one of them with more to do, and one that waits and comes first when the host is back. */
const crowdBeforeCrash = async (): Promise<void> => {
  sessions = [await host.session(), await host.session(), await host.session()]
  for (const n of [1, 2, 0]) await host.prompt(sessions[n] ?? '', `prompt ${n}`)
  await host.prompt(sessions[1] ?? '', 'prompt 1 again')
  await host.settle()
  for (const turn of host.agent.running.values()) turn.accept()
  await host.settle()
  expect(states()).toEqual(['queued', 'running', 'running'])
}

test('where as many agents as may be are at work, a prompt waits, which is told once, and begins in its turn', async () => {
  await crowd(4)
  expect(states()).toEqual(['running', 'running', 'queued', 'queued'])
  await host.prompt(sessions[2] ?? '', 'another')
  await host.advance(60_000)
  expect(of(2).notices).toMatchObject([{ level: 'info', code: 'agent.too_many' }])
  expect(host.agent.opened).toBe(2)
  await finish(1)
  expect(states()).toEqual(['running', 'completed', 'starting', 'queued'])
  await finish(0)
  expect(states()).toEqual(['completed', 'completed', 'starting', 'starting'])
  await finish(2)
  await finish(3)
  expect(of(3).settled).toMatchObject([{ state: 'completed', error: null }])
  expect(host.reports).toEqual([])
})

test('what waits can be edited, taken back and stopped; then the next is let in', async () => {
  await crowd(5)
  await host.done(host.sessions.withdraw(sessions[2] ?? '', 1, BOB))
  await host.done(host.sessions.stop(sessions[3] ?? '', 1, BOB))
  const content = [{ type: 'text' as const, text: 'prompt 4 edited' }]
  await host.done(host.sessions.edit(sessions[4] ?? '', 1, { content, edits: 0 }, BOB))
  expect(states()).toEqual(['running', 'running', 'cancelled', 'cancelled', 'queued'])
  await finish(0)
  expect(turnOf(4).text).toBe('prompt 4 edited')
  await finish(4)
  expect(states()).toEqual(['completed', 'running', 'cancelled', 'cancelled', 'completed'])
})

test('an agent that works on for another prompt of its own session keeps its place', async () => {
  await crowd(3)
  await host.prompt(sessions[0] ?? '', 'prompt 0 again')
  await finish(0)
  expect(states()).toEqual(['starting', 'running', 'queued'])
  await finish(0)
  expect(states()).toEqual(['completed', 'running', 'starting'])
})

test('a command that an agent left running keeps its place until it ends', async () => {
  const task: AgentTask = { id: 'task_1', title: 'npm run dev', startedAt: 5, turn: null }
  await crowd(3)
  const [first] = host.agent.openings
  first?.tell({ tasks: [task] })
  await finish(0)
  expect(states()).toEqual(['completed', 'running', 'queued'])
  first?.tell({ tasks: [] })
  await host.settle()
  expect(states()).toEqual(['completed', 'running', 'starting'])
})

test('a prompt that steers is not held up: its turn ends, and with it the place is free', async () => {
  await crowd(2)
  const [session = ''] = sessions
  const content = [{ type: 'text' as const, text: 'prompt 0 instead' }]
  const wish = { id: 'c'.repeat(32), session, content, by: ALICE, agent: 'codex', delivery: 'steer' as const }
  await host.done(host.sessions.admit(wish))
  await host.settle()
  expect(of(0)).toMatchObject({ settled: [{ state: 'cancelled' }], current: { agent: 'codex' } })
})

test('after a restart, what became of a turn is found out when there is a place for its agent', async () => {
  await crowdBeforeCrash()
  // Its agent has done it, and the host has not heard.
  for (const remembered of host.agent.sessions.get(turnOf(2).session)?.values() ?? [])
    remembered.how = { outcome: 'completed', stopReason: 'end_turn' }
  host.crash()
  await host.settle()
  for (const pause of RECOVER_PAUSES_MS) await host.advance(pause)
  expect(states()).toEqual(['starting', 'starting', 'running'])
  await finish(0)
  expect(states()).toEqual(['completed', 'starting', 'completed'])
})

test('who stops a turn whose fate is not found out yet need not wait for a place', async () => {
  await crowdBeforeCrash()
  host.crash()
  await host.settle()
  expect(states()).toEqual(['starting', 'starting', 'running'])
  await host.done(host.sessions.stop(sessions[2] ?? '', 1, BOB))
  await host.settle()
  expect(states()).toEqual(['starting', 'starting', 'unknown'])
})

test('a turn whose agent has to be started anew, while its place went to another, waits in front', async () => {
  await crowd(2)
  const [session = ''] = sessions
  await finish(0)
  sessions.push(await host.session())
  host.agent.failPrompt.push(new AgentError('agent.exited', 'gone'))
  const both = [host.prompt(session, 'prompt 5'), host.prompt(sessions[2] ?? '', 'prompt 2')]
  await Promise.all(both)
  await host.settle()
  expect(states()).toEqual(['queued', 'running', 'starting'])
  expect(host.events(session).slice(-2)).toMatchObject([
    { type: 'turn.moved', to: 'queued' },
    { type: 'notice' },
  ])
  await finish(2)
  expect(states()).toEqual(['starting', 'running', 'completed'])
  await finish(5)
  expect(of(0).settled).toMatchObject([{ state: 'completed' }, { state: 'completed' }])
})
