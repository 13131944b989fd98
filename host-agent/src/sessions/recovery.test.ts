import { afterEach, beforeEach, expect, test } from 'vitest'
import { AgentError } from '../agents/driver.ts'
import { RECOVER_PAUSES_MS } from '../limits.ts'
import { fakeAsk } from './testing/fake-driver.ts'
import { BOB, Harness } from './testing/harness.ts'

let host: Harness
let session: string
beforeEach(async () => {
  host = new Harness()
  session = await host.session()
})
afterEach(() => host.end())

const turn = (n: number) => host.state(session).settled.find((one) => one.n === n)
const text = (n: number) => turn(n)?.blocks.flatMap((block) => ('text' in block ? [block.text] : []))

/** A turn that is under way, after `act`, when the host dies. */
const dieAfter = async (act: () => void, how: { agentToo?: boolean } = {}) => {
  await host.prompt(session, 'hello')
  await host.settle()
  act()
  await host.advance(300)
  host.crash(how)
  await host.settle()
}

test('a prompt that the agent never got is sent again, under the same key', async () => {
  let key = ''
  await dieAfter(() => {
    key = host.agent.turn.key
  })
  expect(host.agent.turn.key).toBe(key)
  host.agent.turn.accept().say('hi').settle()
  await host.settle()
  expect(turn(1)?.state).toBe('completed')
  expect(host.agent.deliveries).toHaveLength(1)
})

test('a turn that was cut short is unknown, with what the record holds, and the next prompt runs', async () => {
  await dieAfter(() =>
    host.agent.turn
      .accept()
      .stream('one ')
      .draft({ type: 'text', block: 'm1', kind: 'message', text: 'one two' }, false),
  )
  expect(turn(1)).toMatchObject({ state: 'unknown', error: { code: 'host.turn_unknown' } })
  expect(text(1)).toEqual(['one two'])
  await host.prompt(session, 'next')
  await host.settle()
  expect(host.agent.turn.text).toBe('next')
})

test('a prompt whose arrival was not acknowledged is unknown, never sent again by itself', async () => {
  await dieAfter(() => host.agent.turn.deliver())
  expect(turn(1)?.state).toBe('unknown')
  expect(host.agent.deliveries).toHaveLength(1)
  expect(host.agent.running.size).toBe(0)
})

test('a turn that ended while the host was down completes from the record: what is missing is appended once', async () => {
  await dieAfter(() => {
    const { turn: run } = host.agent
    run.accept().say('Hello ').say('alice', 'm1')
    run.draft({ type: 'tool', call: 'c1', title: 'List', kind: 'execute', status: 'in_progress' })
    run.draft({ type: 'usage', usage: { input: 5, output: 1, cached: 0, reasoning: 0, cost: 0.5 } })
    run.draft({ type: 'text', block: 'm1', kind: 'message', text: ', and bob' }, false)
    run.draft(
      { type: 'tool', call: 'c1', status: 'completed', content: [{ type: 'text', text: 'README.md' }] },
      false,
    )
    run.draft({ type: 'text', block: 'm2', kind: 'message', text: 'Done.' }, false)
    run.draft({ type: 'plan', entries: [{ content: 'all', priority: 'low', status: 'completed' }] }, false)
    run.draft({ type: 'usage', usage: { input: 7, output: 2, cached: 0, reasoning: 0, cost: 0.25 } }, false)
    run.settle({ outcome: 'completed', stopReason: 'end_turn' }, false)
  })
  expect(turn(1)).toMatchObject({
    state: 'completed',
    blocks: [
      { n: 0, type: 'message', text: 'Hello alice, and bob' },
      { n: 1, type: 'tool', status: 'completed', content: [{ type: 'text', text: 'README.md' }] },
      { n: 2, type: 'message', text: 'Done.' },
    ],
    plan: [{ content: 'all' }],
    usage: { input: 12, output: 3, cost: 0.75 },
  })
  const before = host.events(session)
  host.crash()
  await host.settle()
  expect(host.events(session)).toEqual(before)
})

test('requests that were open are withdrawn before the turn settles', async () => {
  await dieAfter(() => host.agent.turn.accept().ask(fakeAsk('per_1')))
  expect(turn(1)).toMatchObject({ state: 'unknown', requests: [{ outcome: 'withdrawn', by: null }] })
  expect(host.events(session).slice(-2)).toMatchObject([
    { type: 'request.settled' },
    { type: 'turn.settled' },
  ])
})

test('an agent that can’t be asked is asked a bounded number of times, then the turn is unknown', async () => {
  const failures = RECOVER_PAUSES_MS.map(() => new AgentError('agent.start_failed', 'no'))
  await dieAfter(() => {
    host.agent.turn.accept()
    host.agent.failOpen.push(...failures)
  })
  for (const pause of RECOVER_PAUSES_MS.slice(1)) {
    expect(host.state(session).current?.state).toBe('running')
    await host.advance(pause)
  }
  expect(host.agent.failOpen).toEqual([])
  expect(turn(1)).toMatchObject({ state: 'unknown', error: { message: expect.stringContaining('no') } })
})

test('a person who stops a turn that is being recovered need not wait for the agent', async () => {
  await dieAfter(() => {
    host.agent.turn.accept()
    host.agent.failOpen.push(new AgentError('agent.start_failed', 'no'))
  })
  await host.done(host.sessions.stop(session, 1, BOB))
  await host.settle()
  expect(turn(1)?.state).toBe('unknown')
})

test('stopping a queued prompt does not give up the recovery of the turn before it', async () => {
  await host.prompt(session, 'hello')
  await host.prompt(session, 'queued')
  await host.settle()
  host.agent.turn.accept()
  await host.advance(300)
  host.agent.failOpen.push(new AgentError('agent.start_failed', 'no'))
  host.crash()
  await host.settle()
  await host.done(host.sessions.stop(session, 2, BOB))
  await host.settle()
  expect(turn(2)?.state).toBe('cancelled')
  expect(host.state(session).current).toMatchObject({ n: 1, state: 'running' })
})

test('a record that says it never had what it accepted is unknown', async () => {
  await dieAfter(() => {
    host.agent.turn.accept()
    for (const remembered of host.agent.sessions.values()) remembered.clear()
  })
  expect(turn(1)?.state).toBe('unknown')
})

test('queued prompts stay queued through a crash and start in order', async () => {
  await host.prompt(session, 'one')
  await host.prompt(session, 'two')
  await host.prompt(session, 'three')
  await host.settle()
  host.agent.turn.accept()
  await host.settle()
  host.crash()
  await host.settle()
  expect(turn(1)?.state).toBe('unknown')
  for (const expected of ['two', 'three']) {
    expect(host.agent.turn.text).toBe(expected)
    host.agent.turn.accept().settle()
    await host.settle()
  }
  expect(host.agent.deliveries.map((one) => one.text)).toEqual(['one', 'two', 'three'])
})

test('a prompt is admitted once, whatever is repeated, and through a crash', async () => {
  const id = '5e'.repeat(16)
  expect(await host.prompt(session, 'one', id)).toEqual({ turn: 1 })
  expect(await host.prompt(session, 'one', id)).toEqual({ turn: 1 })
  await expect(host.prompt(session, 'other', id)).rejects.toMatchObject({ code: 'host.prompt_conflict' })
  const other = await host.session()
  await expect(host.prompt(other, 'one', id)).rejects.toMatchObject({ code: 'host.prompt_conflict' })
  host.crash()
  await host.settle()
  expect(await host.prompt(session, 'one', id)).toEqual({ turn: 1 })
  const both = [1, 2].map(() =>
    host.sessions.admit({ id: '6f'.repeat(16), session, content: [{ type: 'text', text: 'b' }], by: BOB }),
  )
  expect(await host.done(Promise.all(both))).toEqual([{ turn: 2 }, { turn: 2 }])
})

test('a stop that comes as the record says that the agent never got the prompt takes it back', async () => {
  await host.prompt(session, 'hello')
  await host.settle()
  host.crash()
  const stopped = host.sessions.stop(session, 1, BOB)
  // The record is read while the stop is on its way into the log.
  await new Promise((resolve) => setImmediate(resolve))
  await host.done(stopped)
  await host.settle()
  expect(turn(1)).toMatchObject({ state: 'cancelled' })
  expect(host.agent.running.size).toBe(0)
})
