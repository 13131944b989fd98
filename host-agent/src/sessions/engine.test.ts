import { afterEach, beforeEach, expect, test } from 'vitest'
import { AgentError } from '../agents/driver.ts'
import { TURN_MAX_REQUESTS } from '../limits.ts'
import { STOP_ASK_MS, STOP_INTERRUPT_MS, STOP_KILL_MS } from './limits.ts'
import { fakeAsk } from './testing/fake-driver.ts'
import { BOB, Harness } from './testing/harness.ts'

let host: Harness
let session: string
beforeEach(async () => {
  host = new Harness()
  session = await host.session()
})
afterEach(() => host.end())

const moves = () =>
  host.events(session).flatMap((event) => {
    if (event.type === 'turn.moved') return [`${event.turn} ${event.to}`]
    return event.type === 'turn.settled' ? [`${event.turn} ${event.outcome}`] : []
  })
/** All are admitted before the first begins. */
const promptAtOnce = async (...texts: string[]) => {
  await host.done(Promise.all(texts.map((text) => host.prompt(session, text))))
  await host.settle()
}
const textOf = (turn: number) =>
  host
    .state(session)
    .settled.find((one) => one.n === turn)
    ?.blocks.flatMap((b) => ('text' in b ? [b.text] : []))

test('a prompt runs, streams and settles, and every step is in the log', async () => {
  expect(await host.prompt(session, 'hello')).toEqual({ turn: 1 })
  await host.settle()
  host.agent.turn.accept().say('Hi, ').say('alice.')
  await host.advance(20)
  host.agent.turn.settle()
  await host.settle()
  expect(moves()).toEqual(['1 starting', '1 running', '1 completed'])
  expect(textOf(1)).toEqual(['Hi, alice.'])
  expect(host.reports).toEqual([])
})

test('the second turn opens no agent session, and turns run one at a time in order', async () => {
  await host.prompt(session, 'one')
  await host.prompt(session, 'two')
  await host.settle()
  expect(host.agent.turn.text).toBe('one')
  expect(host.state(session).queued.map((turn) => turn.n)).toEqual([2])
  host.agent.turn.accept().settle()
  await host.settle()
  expect(host.agent.turn.text).toBe('two')
  host.agent.turn.accept().settle()
  await host.settle()
  expect(host.agent.opened).toBe(1)
  expect(moves()).toEqual([
    '1 starting',
    '1 running',
    '1 completed',
    '2 starting',
    '2 running',
    '2 completed',
  ])
})

test('sessions run side by side', async () => {
  const other = await host.session(undefined, 'Another')
  await host.prompt(session, 'one')
  await host.prompt(other, 'two')
  await host.settle()
  expect([...host.agent.running.values()].map((turn) => turn.text).sort()).toEqual(['one', 'two'])
})

test('the key is durable before the prompt is sent', async () => {
  await host.prompt(session, 'hello')
  await host.settle()
  const { key } = host.agent.turn
  expect(host.db.prepare('SELECT key FROM sent').get()).toMatchObject({ key })
})

test('a request makes the turn wait until it is answered', async () => {
  await host.prompt(session, 'hello')
  await host.settle()
  host.agent.turn.accept().ask(fakeAsk('per_1')).ask(fakeAsk('per_2'))
  await host.settle()
  const [first, second] = [...host.requests.pending.keys()]
  expect(host.sessions.summaries()[0]).toMatchObject({ state: 'waiting', waiting: 2 })
  host.requests.answer(first ?? '', 'allowed', BOB)
  await host.settle()
  expect(host.sessions.summaries()[0]).toMatchObject({ state: 'waiting', waiting: 1 })
  host.agent.turn.takeBack('per_2')
  await host.settle()
  expect(host.sessions.summaries()[0]).toMatchObject({ state: 'running', waiting: 0 })
  expect(host.state(session).current?.requests).toMatchObject([
    { id: first, outcome: 'allowed', by: BOB },
    { id: second, outcome: 'withdrawn', by: null },
  ])
})

test('a request that a rule settled says so in the log', async () => {
  await host.prompt(session, 'hello')
  await host.settle()
  host.agent.turn.accept().ask(fakeAsk('per_1'))
  await host.settle()
  const [request] = [...host.requests.pending.keys()]
  host.requests.answer(request ?? '', 'allowed', null, '7'.repeat(16))
  await host.settle()
  expect(host.state(session).current?.requests).toMatchObject([
    { id: request, outcome: 'allowed', by: null, rule: '7'.repeat(16) },
  ])
})

test('what a rule settles before people are asked is logged whole, and the turn never waits', async () => {
  await host.prompt(session, 'hello')
  await host.settle()
  host.requests.hides = true
  host.agent.turn.accept().ask(fakeAsk('per_1'))
  await host.settle()
  expect(host.sessions.summaries()[0]).toMatchObject({ state: 'running', waiting: 0 })
  const [request] = [...host.requests.pending.keys()]
  host.requests.answer(request ?? '', 'denied', null, '7'.repeat(16))
  await host.settle()
  expect(host.state(session).current?.requests).toMatchObject([
    { id: request, outcome: 'denied', by: null, rule: '7'.repeat(16) },
  ])
  expect(moves()).toEqual(['1 starting', '1 running'])
})

test('what a rule could not settle makes the turn wait from when people are asked', async () => {
  await host.prompt(session, 'hello')
  await host.settle()
  host.requests.hides = true
  host.agent.turn.accept().ask(fakeAsk('per_1'))
  await host.settle()
  host.requests.show?.()
  await host.settle()
  expect(host.sessions.summaries()[0]).toMatchObject({ state: 'waiting', waiting: 1 })
})

test('a turn that ends takes back what nobody was asked about yet', async () => {
  await host.prompt(session, 'hello')
  await host.settle()
  host.requests.hides = true
  host.agent.turn.accept().ask(fakeAsk('per_1'))
  await host.settle()
  host.agent.turn.settle()
  await host.settle()
  expect(host.requests.withdrawn).toHaveLength(1)
  expect(host.state(session).settled[0]?.requests).toEqual([])
})

test('asks beyond the bound are not opened, and the person is told (A41)', async () => {
  await host.prompt(session, 'hello')
  await host.settle()
  host.agent.turn.accept()
  for (let n = 0; n <= TURN_MAX_REQUESTS; n++) host.agent.turn.ask(fakeAsk(`per_${n}`))
  await host.settle()
  expect(host.requests.pending.size).toBe(TURN_MAX_REQUESTS)
  expect(host.state(session).current?.notices).toMatchObject([{ code: 'host.turn_requests' }])
})

test('a turn that ends withdraws what it still waited for', async () => {
  await host.prompt(session, 'hello')
  await host.settle()
  host.agent.turn.accept().ask(fakeAsk('per_1'))
  await host.settle()
  await host.done(host.sessions.stop(session, 1, BOB))
  await host.settle()
  expect(host.requests.pending.size).toBe(0)
  expect(moves()).toEqual(['1 starting', '1 running', '1 waiting', '1 cancelled'])
  expect(host.state(session).settled[0]?.requests).toMatchObject([{ outcome: 'withdrawn' }])
})

test('what comes after a stopped turn has settled never reaches the next one', async () => {
  await host.prompt(session, 'one')
  await host.prompt(session, 'two')
  await host.settle()
  const stopped = host.agent.turn.accept().say('first ')
  host.agent.ignoresCancel = true
  host.agent.isImmortal = true
  await host.done(host.sessions.stop(session, 1, BOB))
  expect(stopped.cancels).toBe(1)
  await host.advance(STOP_ASK_MS + STOP_INTERRUPT_MS + STOP_KILL_MS - 1)
  expect(moves()).toEqual(['1 starting', '1 running'])
  host.agent.running.clear()
  await host.advance(1)
  expect(moves()).toEqual(['1 starting', '1 running', '1 cancelled', '2 starting'])
  host.agent.turn.accept()
  stopped
    .say('late')
    .ask(fakeAsk('per_late'))
    .settle({ outcome: 'failed', error: { code: 'x', message: 'late' } })
  await host.settle()
  expect(host.requests.pending.size).toBe(0)
  host.agent.turn.say('second').settle()
  await host.settle()
  expect(textOf(1)).toEqual(['first '])
  expect(textOf(2)).toEqual(['second'])
  expect(moves().slice(-2)).toEqual(['2 running', '2 completed'])
})

test('a turn that is stopped while the agent is still being opened settles at once', async () => {
  const admitted = host.prompt(session, 'one')
  await host.done(host.sessions.stop(session, 1, BOB))
  await admitted
  await host.settle()
  expect(moves().at(-1)).toBe('1 cancelled')
  expect(host.agent.deliveries).toEqual([])
})

test('a queued prompt can be taken back, a running one can’t', async () => {
  await host.prompt(session, 'one')
  await host.prompt(session, 'two')
  await host.done(host.sessions.withdraw(session, 2, BOB))
  await host.settle()
  const withdraw = (turn: number) => host.done(host.sessions.withdraw(session, turn, BOB))
  await expect(withdraw(1)).rejects.toMatchObject({ code: 'host.turn_state' })
  await expect(withdraw(2)).rejects.toMatchObject({ code: 'host.turn_state' })
  await expect(withdraw(3)).rejects.toMatchObject({ code: 'host.unknown_turn' })
  host.agent.turn.accept().settle()
  await host.settle()
  expect(host.agent.deliveries.map((one) => one.text)).toEqual(['one'])
})

test('a stop of a turn that has ended is refused', async () => {
  await host.prompt(session, 'one')
  await host.settle()
  host.agent.turn.accept().settle()
  await host.settle()
  await expect(host.done(host.sessions.stop(session, 1, BOB))).rejects.toMatchObject({
    code: 'host.turn_state',
  })
})

test('an agent that can’t start fails the prompt with its code; those behind it wait until it is back', async () => {
  host.agent.failOpen.push(
    new AgentError('agent.not_found', 'opencode was not found'),
    new AgentError('agent.start_failed', 'no'),
  )
  await promptAtOnce('one', 'two', 'three')
  expect(moves()).toEqual(['1 starting', '1 failed'])
  expect(host.state(session).settled[0]?.error).toEqual({
    code: 'agent.not_found',
    message: 'opencode was not found',
  })
  await host.advance(999)
  expect(host.agent.failOpen).toHaveLength(1)
  await host.advance(1)
  expect(host.agent.failOpen).toEqual([])
  await host.advance(1_999)
  expect(moves()).toHaveLength(2)
  await host.advance(1)
  for (const turn of [2, 3]) {
    host.agent.turn.accept().settle()
    await host.settle()
    expect(moves()).toContain(`${turn} completed`)
  }
})

test('a prompt sent to an agent that is still not there fails with its code too', async () => {
  host.agent.failOpen.push(
    new AgentError('agent.not_found', 'none'),
    new AgentError('agent.start_failed', 'no'),
  )
  await host.prompt(session, 'one')
  await host.settle()
  await host.prompt(session, 'two')
  await host.advance(1_000)
  expect(host.state(session).settled.map((turn) => turn.error?.code)).toEqual([
    'agent.not_found',
    'agent.start_failed',
  ])
})

test('a prompt that waits for the agent can be taken back, and trouble that won’t pass fails it', async () => {
  host.agent.failOpen.push(
    new AgentError('agent.start_failed', 'no'),
    new AgentError('agent.start_failed', 'no'),
    new Error('the worktree is gone'),
    new Error('the worktree is gone'),
  )
  await promptAtOnce('one', 'two', 'three')
  await host.advance(1_000)
  await host.done(host.sessions.withdraw(session, 2, BOB))
  expect(moves()).toEqual(['1 starting', '1 failed', '2 cancelled'])
  await host.advance(2_000)
  expect(moves().slice(-2)).toEqual(['3 starting', '3 failed'])
  expect(host.state(session).settled.at(-1)?.error?.message).toBe('the worktree is gone')
})

test('a prompt that certainly did not reach the agent fails; one that may have is unknown', async () => {
  host.agent.failPrompt.push(new AgentError('agent.failed', 'refused'), new Error('cut'))
  await host.prompt(session, 'one')
  await host.settle()
  await host.prompt(session, 'two')
  await host.advance(1_000)
  expect(moves()).toEqual(['1 starting', '1 failed', '2 starting', '2 unknown'])
  expect(host.state(session).settled[1]?.error?.code).toBe('host.turn_unknown')
})

test('a retry runs the same content as a new turn, once', async () => {
  host.agent.failPrompt.push(new Error('cut'))
  await host.prompt(session, 'one')
  await host.settle()
  const both = Promise.all([
    host.sessions.resolve(session, 1, 'retry', BOB),
    host.sessions.resolve(session, 1, 'retry', BOB),
  ])
  expect(await host.done(both)).toEqual([{ retriedAs: 2 }, { retriedAs: 2 }])
  await host.settle()
  expect(host.agent.turn.text).toBe('one')
  host.agent.turn.accept().settle()
  await host.settle()
  expect(await host.done(host.sessions.resolve(session, 1, 'retry', BOB))).toEqual({ retriedAs: 2 })
  expect(host.state(session).settled).toMatchObject([
    { n: 1, state: 'unknown', resolved: 'retry' },
    { n: 2, state: 'completed', retryOf: 1, prompt: { by: BOB } },
  ])
  const abandon = host.done(host.sessions.resolve(session, 1, 'abandon', BOB))
  await expect(abandon).rejects.toMatchObject({ code: 'host.turn_state' })
})

test('only what ended unknown can be resolved', async () => {
  await host.prompt(session, 'one')
  await host.settle()
  const resolve = (turn: number) => host.done(host.sessions.resolve(session, turn, 'abandon', BOB))
  await expect(resolve(1)).rejects.toMatchObject({ code: 'host.turn_state' })
  await expect(resolve(2)).rejects.toMatchObject({ code: 'host.unknown_turn' })
})

test('an abandoned turn stays as it ended', async () => {
  host.agent.failPrompt.push(new Error('cut'))
  await host.prompt(session, 'one')
  await host.settle()
  expect(await host.done(host.sessions.resolve(session, 1, 'abandon', BOB))).toEqual({ retriedAs: null })
  expect(host.state(session).settled[0]).toMatchObject({ state: 'unknown', resolved: 'abandon' })
  expect(host.sessions.summaries()[0]).toMatchObject({ state: 'cancelled' })
})
