import { afterEach, beforeEach, expect, test } from 'vitest'
import { fakeAsk } from './testing/fake-driver.ts'
import { BOB, Harness, newId } from './testing/harness.ts'

let host: Harness
let session: string
beforeEach(async () => {
  host = new Harness()
  session = await host.session()
})
afterEach(() => host.end())

const pages = () => (host.db.pragma('page_count') as { page_count: number }[])[0]?.page_count ?? 0
/** From here on the database can't grow. */
const fill = () => host.db.pragma(`max_page_count = ${pages()}`)
const free = () => host.db.pragma('max_page_count = 1000000')
/** Text that no compression makes small. */
const long = Array.from({ length: 80_000 }, (_, n) =>
  String.fromCharCode(0x4e00 + ((n * 7919 + ((n * n) >> 3)) % 20_000)),
).join('')

test('a full disk refuses a prompt with what to do, and loses nothing', async () => {
  await host.prompt(session, 'one')
  await host.settle()
  const before = host.events(session)
  fill()
  const id = newId()
  await expect(host.prompt(session, long, id)).rejects.toMatchObject({
    code: 'host.store',
    message: expect.stringContaining('Free some space'),
  })
  expect(host.events(session)).toEqual(before)
  free()
  expect(await host.prompt(session, long, id)).toEqual({ turn: 2 })
})

test('a prompt that is refused does not disturb the turn that runs', async () => {
  await host.prompt(session, 'one')
  await host.settle()
  host.agent.turn.accept()
  await host.settle()
  fill()
  await expect(host.prompt(session, long)).rejects.toMatchObject({ code: 'host.store' })
  free()
  host.agent.turn.say('still here').settle()
  await host.settle()
  expect(host.state(session).settled[0]).toMatchObject({
    state: 'completed',
    blocks: [{ text: 'still here' }],
  })
})

test('one session’s refused write does not fail another’s in the same batch', async () => {
  const other = await host.session()
  fill()
  const big = host.sessions.admit({
    id: newId(),
    session,
    content: [{ type: 'text', text: long }],
    by: newId(),
  })
  const title = host.sessions.update(other, { title: 'b' }, newId())
  const [first, second] = await host.done(Promise.allSettled([big, title]))
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'host.store' } })
  expect(second).toMatchObject({ status: 'fulfilled' })
})

test('a turn whose events can’t be written is given up like after a crash, and told from the agent’s record', async () => {
  await host.prompt(session, 'one')
  await host.settle()
  const run = host.agent.turn.accept().ask(fakeAsk('per_1'))
  await host.settle()
  host.agent.ignoresCancel = true
  fill()
  run.say(long)
  await host.settle()
  expect(host.reports).toMatchObject([{ code: 'host.store' }])
  expect(run.cancels).toBe(1)
  expect(host.requests.withdrawn).toHaveLength(1)
  free()
  run.settle({ outcome: 'cancelled' })
  await host.advance(1_000)
  const [turn] = host.state(session).settled
  expect(turn).toMatchObject({ state: 'cancelled', requests: [{ outcome: 'withdrawn' }] })
  expect(turn?.blocks.map((block) => ('text' in block ? block.text.length : 0))).toEqual([long.length])
  host.agent.ignoresCancel = false
  await host.prompt(session, 'two')
  await host.settle()
  expect(host.agent.turn.text).toBe('two')
})

test('a turn that was given up can be stopped before the disk is free again', async () => {
  await host.prompt(session, 'one')
  await host.settle()
  const run = host.agent.turn.accept()
  await host.settle()
  host.agent.ignoresCancel = true
  fill()
  run.say(long)
  await host.settle()
  free()
  await host.done(host.sessions.stop(session, 1, BOB))
  await host.advance(1_000)
  expect(host.state(session).settled[0]).toMatchObject({ state: 'unknown', stopping: { by: BOB } })
})
