import type { PromptContent } from '@hearth/shared/session'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AgentError } from '../agents/driver.ts'
import { ALICE, BOB, Harness, newId } from './testing/harness.ts'

let host: Harness
let session: string
beforeEach(async () => {
  host = new Harness()
  session = await host.session()
  await host.prompt(session, 'one')
  await host.settle()
})
afterEach(() => host.end())

const textOf = (text: string): PromptContent => [{ type: 'text', text }]
const edit = (turn: number, text: string, edits = 0) =>
  host.done(host.sessions.edit(session, turn, { content: textOf(text), edits }, BOB))
const order = (...turns: number[]) => host.done(host.sessions.order(session, turns, BOB))
const queue = () => host.state(session).queued.map((turn) => turn.n)
const finish = async () => {
  host.agent.turn.accept().settle()
  await host.settle()
}

test('a prompt that waits can be changed, and runs as it was last', async () => {
  const id = newId()
  await host.prompt(session, 'two', id)
  await edit(2, 'second')
  await edit(2, 'the second', 1)
  expect(host.state(session).queued[0]?.prompt).toMatchObject({ content: textOf('the second'), edits: 2 })
  // The device that sent it sends it again: it is the same prompt.
  expect(await host.prompt(session, 'two', id)).toEqual({ turn: 2 })
  await finish()
  expect(host.agent.turn.text).toBe('the second')
})

test('an edit that rests on what has changed meanwhile is refused', async () => {
  await host.prompt(session, 'two')
  const [first, second] = await Promise.allSettled([edit(2, 'alice’s'), edit(2, 'bob’s')])
  expect(first.status).toBe('fulfilled')
  expect(second).toMatchObject({ reason: { code: 'host.prompt_changed' } })
  expect(host.state(session).queued[0]?.prompt.content).toEqual(textOf('alice’s'))
})

test('a prompt that no longer waits can’t be changed', async () => {
  await expect(edit(1, 'x')).rejects.toMatchObject({ code: 'host.turn_state' })
  await expect(edit(2, 'x')).rejects.toMatchObject({ code: 'host.unknown_turn' })
})

test('an edit at the moment at which the turn begins is in it, or refused', async () => {
  await host.prompt(session, 'two')
  host.agent.turn.accept().settle()
  const edited = host.sessions.edit(session, 2, { content: textOf('edited'), edits: 0 }, BOB)
  const outcome = await host.done(Promise.allSettled([edited]))
  await host.settle()
  const isIn = outcome[0]?.status === 'fulfilled'
  expect(host.agent.turn.text).toBe(isIn ? 'edited' : 'two')
  expect(host.state(session).current?.prompt.content).toEqual(textOf(host.agent.turn.text))
})

test('a retry of a changed prompt is of what it was last', async () => {
  await host.prompt(session, 'two')
  await edit(2, 'edited')
  host.agent.failPrompt.push(new Error('cut'))
  await finish()
  await host.done(host.sessions.resolve(session, 2, 'retry', ALICE))
  await host.settle()
  expect(host.agent.turn.text).toBe('edited')
})

test('an order at the moment at which a turn begins holds for that turn too', async () => {
  for (const text of ['two', 'three']) await host.prompt(session, text)
  let ordered: Promise<void> | undefined
  // The agent is warm: between choosing the next prompt and taking it from the queue, nothing is written.
  host.sessions.open(session, host.state(session).seq, () => {
    if (host.state(session).current === null) ordered ??= host.sessions.order(session, [3], BOB)
  })
  await finish()
  await host.done(ordered ?? Promise.reject(new Error('nobody ordered')))
  await host.settle()
  const order = host
    .events(session)
    .filter(
      (event) => event.type === 'queue.ordered' || (event.type === 'turn.moved' && event.to === 'starting'),
    )
  expect(order.slice(-2)).toMatchObject([{ type: 'queue.ordered' }, { type: 'turn.moved', turn: 3 }])
  expect(host.agent.turn.text).toBe('three')
})

test('prompts run in the order into which people put them, through a crash', async () => {
  for (const text of ['two', 'three', 'four', 'five']) await host.prompt(session, text)
  await order(4, 3)
  expect(queue()).toEqual([4, 3, 2, 5])
  const events = host.events(session).length
  await order(4)
  expect(host.events(session)).toHaveLength(events)
  host.crash()
  await host.settle()
  const ran: string[] = []
  for (let n = 0; n < 4; n++) {
    ran.push(host.agent.turn.text)
    await finish()
  }
  expect(ran).toEqual(['one', 'four', 'three', 'two'])
})

test('only what waits can be put in order', async () => {
  await host.prompt(session, 'two')
  await expect(order(2, 1)).rejects.toMatchObject({ code: 'host.turn_state' })
  await expect(order(3)).rejects.toMatchObject({ code: 'host.unknown_turn' })
  expect(queue()).toEqual([2])
})

test('after a restart nothing that waited is risked before the agent is there', async () => {
  await host.prompt(session, 'two')
  await host.prompt(session, 'three')
  host.agent.turn.settle({ outcome: 'failed', error: { code: 'agent.exited', message: 'gone' } })
  const no = () => new AgentError('agent.start_failed', 'no')
  host.agent.failOpen.push(no(), no(), no())
  await host.settle()
  expect(host.state(session).settled).toMatchObject([{ state: 'failed' }, { state: 'failed' }])
  host.crash()
  await host.settle()
  expect(queue()).toEqual([3])
  await host.advance(1_000)
  expect(host.agent.failOpen).toEqual([])
  await host.advance(2_000)
  expect(host.agent.turn.text).toBe('three')
})
