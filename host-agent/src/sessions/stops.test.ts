import { afterEach, beforeEach, expect, test } from 'vitest'
import { AgentError } from '../agents/driver.ts'
import { QUIET_MS, STOP_ASK_MS, STOP_INTERRUPT_MS, STOP_KILL_MS } from './limits.ts'
import { fakeAsk } from './testing/fake-driver.ts'
import { ALICE, BOB, Harness } from './testing/harness.ts'

let host: Harness
let session: string
beforeEach(async () => {
  host = new Harness()
  session = await host.session()
  await host.prompt(session, 'one')
  await host.settle()
})
afterEach(() => host.end())

const stop = (by = BOB) => host.done(host.sessions.stop(session, 1, by))
const told = () =>
  host
    .events(session)
    .flatMap((event) => (event.type === 'turn.stopping' ? [`${event.step} ${event.by}`] : []))
const turn = () => host.state(session).settled[0]

test('an agent that stops when it is asked is only asked', async () => {
  const { turn: run } = host.agent
  run.accept()
  await stop()
  await host.settle()
  expect(told()).toEqual([`asked ${BOB}`])
  expect(run.cancels).toBe(1)
  expect(turn()).toMatchObject({ state: 'cancelled', stopping: { step: 'asked', by: BOB } })
  await host.prompt(session, 'two')
  await host.settle()
  expect(host.agent.opened).toBe(1)
})

test('an agent that does not stop is asked again, then ended, and opened anew for the next turn', async () => {
  const { turn: run } = host.agent
  run.accept()
  host.agent.ignoresCancel = true
  await stop()
  await host.advance(STOP_ASK_MS)
  expect(run.cancels).toBe(2)
  expect(told()).toEqual([`asked ${BOB}`, `interrupted ${BOB}`])
  await host.advance(STOP_INTERRUPT_MS)
  expect(told().at(-1)).toBe(`killed ${BOB}`)
  expect(host.agent.killed).toEqual(['ses_1'])
  expect(turn()).toMatchObject({ state: 'cancelled', stopping: { step: 'killed' } })
  await host.prompt(session, 'two')
  await host.settle()
  expect(host.agent.openings.map(({ memory }) => memory)).toEqual(['new', 'resumed'])
})

test('a turn ends even where the agent can’t be ended', async () => {
  host.agent.turn.accept()
  host.agent.ignoresCancel = true
  host.agent.isImmortal = true
  await stop()
  await host.advance(STOP_ASK_MS + STOP_INTERRUPT_MS + STOP_KILL_MS - 1)
  expect(turn()).toBeUndefined()
  await host.advance(1)
  expect(turn()?.state).toBe('cancelled')
  expect(host.agent.open.isClosed).toBe(true)
})

test('a driver that says that the process was ended says nothing new: the turn was stopped', async () => {
  const { turn: run } = host.agent
  run.accept()
  host.agent.ignoresCancel = true
  host.agent.isImmortal = true
  await stop()
  await host.advance(STOP_ASK_MS + STOP_INTERRUPT_MS)
  run.settle({ outcome: 'failed', error: { code: 'agent.exited', message: 'killed' } })
  await host.settle()
  expect(turn()).toMatchObject({ state: 'cancelled', error: null })
  expect(host.agent.open.isClosed).toBe(true)
})

test('a person who stops again does not wait for the step’s end', async () => {
  host.agent.turn.accept()
  host.agent.ignoresCancel = true
  await stop()
  await stop(ALICE)
  await stop(ALICE)
  await host.settle()
  expect(told()).toEqual([`asked ${BOB}`, `interrupted ${ALICE}`, `killed ${ALICE}`])
  expect(turn()?.state).toBe('cancelled')
})

test('a turn of which nothing is heard is reported with the agent’s own word, and goes on', async () => {
  host.agent.status = 'busy'
  const { turn: run } = host.agent
  run.accept()
  await host.settle()
  const since = host.clock.now()
  await host.advance(QUIET_MS)
  await host.settle()
  expect(host.state(session).current).toMatchObject({ state: 'running', quiet: { since, status: 'busy' } })
  run.say('still here')
  await host.advance(300)
  expect(host.state(session).current?.quiet).toBeNull()
})

test('a turn that waits for a person is not quiet', async () => {
  host.agent.turn.accept().ask(fakeAsk('per_1'))
  await host.settle()
  await host.advance(3 * QUIET_MS)
  expect(host.events(session).some((event) => event.type === 'turn.quiet')).toBe(false)
})

test('a prompt that is being stopped and did not reach the agent is not sent again', async () => {
  const no = () => new AgentError('agent.session_missing', 'gone')
  host.agent.turn.accept().settle()
  await host.settle()
  let refuse = (): void => undefined
  host.agent.holdPrompt = new Promise((_, reject) => {
    refuse = () => reject(no())
  })
  await host.prompt(session, 'two')
  await host.settle()
  await host.done(host.sessions.stop(session, 2, BOB))
  refuse()
  await host.settle()
  expect(host.state(session).settled[1]).toMatchObject({ state: 'cancelled' })
  expect(host.agent.opened).toBe(1)
})
