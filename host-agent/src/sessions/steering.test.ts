import { afterEach, beforeEach, expect, test } from 'vitest'
import { AgentError } from '../agents/driver.ts'
import { STEER_SETTLE_MS, STEERING_MAX } from './limits.ts'
import { fakeAsk } from './testing/fake-driver.ts'
import type { FakeSteer } from './testing/fake-session.ts'
import { ALICE, BOB, Harness, newId } from './testing/harness.ts'

let host: Harness
let session: string
beforeEach(async () => {
  host = new Harness()
  host.agent.joins = true
  session = await host.session()
})
afterEach(() => host.end())

const send = async (text: string, over: { agent?: string; delivery?: 'steer' } = {}) => {
  const content = [{ type: 'text' as const, text }]
  await host.done(host.sessions.admit({ id: newId(), session, content, by: ALICE, ...over }))
  await host.settle()
}
const steer = (text: string, agent?: string) =>
  send(text, { delivery: 'steer', ...(agent !== undefined && { agent }) })
/** The first turn, accepted by the agent. */
const begin = async () => {
  await send('one')
  host.agent.turn.accept()
  await host.settle()
}
const given = (n = 0): FakeSteer => {
  const one = host.agent.steers[n]
  if (one === undefined) throw new Error('nothing was given to the agent')
  return one
}
const settled = (n: number) => host.state(session).settled.find((turn) => turn.n === n)
const queue = () => host.state(session).queued.map((turn) => `${turn.n} ${turn.state}`)
const finish = async () => {
  host.agent.turn.settle()
  await host.settle()
}
const stoppings = () =>
  host
    .events(session)
    .flatMap((event) => (event.type === 'turn.stopping' ? [`${event.turn} ${event.step} ${event.by}`] : []))

test('a prompt steers the running turn: given under a durable key, joined where the agent took it in', async () => {
  await begin()
  host.agent.turn.say('before ')
  await steer('two')
  expect(queue()).toEqual(['2 steering'])
  expect(host.db.prepare('SELECT key FROM sent WHERE turn = 2').get()).toMatchObject({ key: given().key })
  expect(given().text).toBe('two')
  given().join()
  await host.settle()
  expect(settled(2)).toMatchObject({ state: 'completed', joined: { turn: 1, block: 0 } })
  host.agent.turn.say('after', 'm2')
  await finish()
  expect(settled(1)).toMatchObject({ state: 'completed', blocks: [{ text: 'before ' }, { text: 'after' }] })
  expect(host.agent.deliveries.map(({ text }) => text)).toEqual(['one', 'two'])
  await send('three')
  expect(host.agent.turn.text).toBe('three')
})

const unanswered = (n: number) =>
  settled(n)?.notices.filter(({ code }) => code === 'host.steer_unanswered').length

test('a prompt that joined right before its turn was stopped says that it was not answered', async () => {
  await begin()
  host.agent.turn.say('before ')
  await steer('two')
  given().join()
  await host.settle()
  await host.done(host.sessions.stop(session, 1, BOB))
  await host.settle()
  expect(settled(1)?.state).toBe('cancelled')
  expect(settled(2)).toMatchObject({ state: 'completed', joined: { turn: 1, block: 0 } })
  expect(unanswered(2)).toBe(1)
  await send('three')
  host.agent.turn.accept().settle()
  await host.settle()
  expect(unanswered(2)).toBe(1)
})

test('a prompt that joined says so too where the turn failed before anything was said, or was over when that was heard', async () => {
  await begin()
  await steer('two')
  await steer('three')
  given().join()
  await host.settle()
  host.agent.turn.settle({ outcome: 'failed', error: { code: 'agent.failed', message: 'no' } })
  await host.settle()
  given(1).join()
  await host.settle()
  expect([unanswered(2), unanswered(3)]).toEqual([1, 1])
})

test('a prompt that joined, and after which the agent went on or the turn ended well, says nothing of it', async () => {
  await begin()
  await steer('two')
  given().join()
  host.agent.turn.say('yes', 'm2')
  await host.settle()
  await host.done(host.sessions.stop(session, 1, BOB))
  await host.settle()
  expect(unanswered(2)).toBe(0)
  await send('three')
  host.agent.turn.accept()
  await host.settle()
  await steer('four')
  given(1).join()
  await host.settle()
  await finish()
  expect([settled(4)?.joined?.turn, unanswered(4)]).toEqual([3, 0])
})

test('a prompt that joins before anything was said stands before the first block', async () => {
  await begin()
  await steer('two')
  given().join()
  await host.settle()
  expect(settled(2)?.joined).toEqual({ turn: 1, block: null })
})

test('a prompt that joined is told once, whatever the agent repeats', async () => {
  await begin()
  await steer('two')
  given().join(false)
  host.agent.turn.join(given().key)
  await host.settle()
  await finish()
  expect(
    host.events(session).filter((event) => event.type === 'turn.settled' && event.turn === 2),
  ).toHaveLength(1)
})

test('a prompt that was left and then edited is sent under a key of its own, with its new words', async () => {
  await begin()
  await steer('two')
  const { key } = given()
  // Kept from running at once.
  await send('first of all')
  given().leave()
  await host.settle()
  await host.done(host.sessions.order(session, [3], ALICE))
  await finish()
  const content = [{ type: 'text' as const, text: 'better' }]
  await host.done(host.sessions.edit(session, 2, { content, edits: 0 }, ALICE))
  host.agent.turn.accept()
  await finish()
  expect(host.agent.turn).toMatchObject({ text: 'better' })
  expect(host.agent.turn.key).not.toBe(key)
})

test('a prompt that the turn left behind runs next, and nothing runs before that is known', async () => {
  await begin()
  await send('two')
  await steer('three')
  await finish()
  expect(host.agent.running.size).toBe(0)
  expect(queue()).toEqual(['3 steering', '2 queued'])
  given().leave()
  await host.settle()
  expect(host.agent.turn).toMatchObject({ text: 'three' })
})

test('a prompt that the agent refused runs next', async () => {
  await begin()
  await send('two')
  await steer('three')
  given().refuse()
  await host.settle()
  expect(queue()).toEqual(['3 queued', '2 queued'])
  await finish()
  expect(host.agent.turn).toMatchObject({ text: 'three' })
  expect(host.agent.steers).toHaveLength(1)
})

test('a prompt of which it can’t be known whether the agent got it is unknown, and the session begins anew', async () => {
  await begin()
  await steer('two')
  given().cut()
  await host.settle()
  expect(settled(2)).toMatchObject({ state: 'unknown', error: { code: 'host.turn_unknown' } })
  expect(host.state(session).current).toMatchObject({ n: 1, state: 'running' })
  await finish()
  await send('three')
  expect(host.agent.opened).toBe(2)
  expect(await host.done(host.sessions.resolve(session, 2, 'retry', BOB))).toEqual({ retriedAs: 4 })
})

test('an agent that does not say what became of it is not waited for without end', async () => {
  await begin()
  await steer('two')
  await finish()
  await host.advance(STEER_SETTLE_MS - 1)
  expect(queue()).toEqual(['2 steering'])
  await host.advance(1)
  expect(settled(2)?.state).toBe('unknown')
  expect(host.agent.open.isClosed).toBe(true)
  given().join()
  await host.settle()
  expect(settled(2)?.state).toBe('unknown')
})

test('several steer at once, those that come back keep their order', async () => {
  await begin()
  await send('two')
  for (const text of ['three', 'four', 'five']) await steer(text)
  expect(queue()).toEqual(['3 steering', '4 steering', '5 steering', '2 queued'])
  given(1).join()
  given(2).leave()
  await host.settle()
  given(0).leave()
  await host.settle()
  expect(queue()).toEqual(['3 queued', '5 queued', '2 queued'])
})

test('no more steer at once than may; the next is given when one was taken in', async () => {
  await begin()
  for (let n = 0; n <= STEERING_MAX; n++) await steer(`steer ${n}`)
  expect(host.agent.steers).toHaveLength(STEERING_MAX)
  given().join()
  await host.settle()
  expect(host.agent.steers).toHaveLength(STEERING_MAX + 1)
  expect(given(STEERING_MAX).text).toBe(`steer ${STEERING_MAX}`)
})

test('a prompt that comes before the agent has accepted the turn is given as soon as it has', async () => {
  await send('one')
  await steer('two')
  expect(host.agent.steers).toEqual([])
  host.agent.turn.accept()
  await host.settle()
  expect(given().text).toBe('two')
})

test('a queued prompt can be let steer', async () => {
  await begin()
  await send('two')
  await send('three')
  await host.done(host.sessions.steer(session, 3, BOB))
  expect(given().text).toBe('three')
  expect(queue()).toEqual(['3 steering', '2 queued'])
})

test('with nothing running a prompt that steers is simply the next', async () => {
  await steer('one')
  expect(host.agent.turn.text).toBe('one')
  expect(host.agent.steers).toEqual([])
})

test('what was given to the agent can’t be taken back, changed, ordered, stopped or let steer again', async () => {
  await begin()
  await steer('two')
  const { sessions } = host
  const content = [{ type: 'text' as const, text: 'x' }]
  for (const call of [
    () => sessions.withdraw(session, 2, BOB),
    () => sessions.edit(session, 2, { content, edits: 0 }, BOB),
    () => sessions.order(session, [2], BOB),
    () => sessions.stop(session, 2, BOB),
    () => sessions.steer(session, 2, BOB),
  ])
    await expect(host.done(call())).rejects.toMatchObject({ code: 'host.turn_state' })
})

test('an agent that takes no prompt while it works: the turn is stopped, and the prompt is next', async () => {
  host.agent.joins = false
  await begin()
  await send('two')
  host.agent.turn.ask(fakeAsk('per_1'))
  await host.settle()
  await steer('three')
  expect(stoppings()).toEqual(['1 asked null'])
  expect(settled(1)).toMatchObject({ state: 'cancelled', requests: [{ outcome: 'withdrawn' }] })
  expect(host.agent.turn.text).toBe('three')
  expect(queue()).toEqual(['2 queued'])
})

test('prompts that interrupt run in the order in which they came', async () => {
  host.agent.joins = false
  await begin()
  host.agent.ignoresCancel = true
  await send('two')
  await steer('three')
  await steer('four')
  expect(queue()).toEqual(['3 queued', '4 queued', '2 queued'])
  expect(host.agent.turn.cancels).toBe(1)
})

test('a prompt for another agent interrupts too', async () => {
  await begin()
  await steer('two', 'codex')
  expect(stoppings()).toEqual(['1 asked null'])
  expect(settled(1)?.state).toBe('cancelled')
  expect(host.other.turn.text).toContain('two')
})

test('an order of people’s own goes before what steering had put in front', async () => {
  host.agent.joins = false
  await begin()
  host.agent.ignoresCancel = true
  await send('two')
  await steer('three')
  await host.done(host.sessions.order(session, [2], BOB))
  expect(queue()).toEqual(['2 queued', '3 queued'])
})

test('a prompt that is given in the moment in which the turn ends is neither lost nor doubled', async () => {
  await begin()
  const content = [{ type: 'text' as const, text: 'two' }]
  const prompt = { id: newId(), session, content, delivery: 'steer' as const, by: ALICE }
  const admitted = host.sessions.admit(prompt)
  host.agent.turn.settle()
  await host.done(admitted)
  await host.settle()
  expect(host.agent.turn.text).toBe('two')
  await finish()
  expect(host.agent.deliveries.map(({ text }) => text)).toEqual(['one', 'two'])
})

test('a prompt that steered when the host died: what the agent never got runs next, the rest is unknown', async () => {
  await begin()
  await send('two')
  for (const text of ['three', 'four', 'five']) await steer(text)
  given(1).deliver()
  host.crash()
  await host.settle()
  expect(settled(1)?.state).toBe('unknown')
  expect(settled(4)).toMatchObject({ state: 'unknown', error: { code: 'host.turn_unknown' } })
  expect(host.agent.turn).toMatchObject({ text: 'three', key: given(0).key })
  expect(queue()).toEqual(['5 queued', '2 queued'])
})

test('a prompt that steered whose agent has lost the session is unknown', async () => {
  await begin()
  await steer('two')
  host.agent.sessions.clear()
  host.crash()
  await host.settle()
  expect(settled(2)).toMatchObject({ state: 'unknown' })
})

test('a prompt that steered is recovered when its agent is back', async () => {
  await begin()
  await steer('two')
  host.agent.turn.settle({ outcome: 'completed', stopReason: 'end_turn' }, false)
  host.agent.failOpen.push(new AgentError('agent.start_failed', 'no'))
  host.crash()
  await host.settle()
  expect(queue()).toEqual(['2 steering'])
  await host.advance(1_000)
  expect(settled(1)?.state).toBe('completed')
  expect(host.agent.turn.text).toBe('two')
})

test('a log that can’t be written: what steers is found out from the agent’s record', async () => {
  await begin()
  await steer('two')
  given().deliver()
  host.db.exec('CREATE TRIGGER no BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, "no"); END')
  given().join()
  await host.settle()
  expect(host.reports).toMatchObject([{ code: 'host.store' }])
  host.db.exec('DROP TRIGGER no')
  await host.advance(1_000)
  expect(settled(2)?.state).toBe('unknown')
  expect(host.agent.deliveries.map(({ text }) => text)).toEqual(['one', 'two'])
})
