import { unpackEvent } from '@hearth/shared/protocol'
import type { SessionEvent } from '@hearth/shared/session'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TAIL_MAX_EVENTS } from '../limits.ts'
import { Harness } from './testing/harness.ts'

let host: Harness
let session: string
beforeEach(async () => {
  host = new Harness()
  session = await host.session()
})
afterEach(() => host.end())

/** A turn of `count` blocks, one event each. */
const talk = async (count: number) => {
  await host.prompt(session, 'talk')
  await host.settle()
  const run = host.agent.turn.accept()
  for (let n = 0; n < count; n++) run.draft({ type: 'raw', block: `${n}`, source: 'test', detail: `${n}` })
  run.settle()
  await host.settle()
}

test('a reader is woken after new events are durable, and reads exactly those', async () => {
  let wakes = 0
  const feed = host.sessions.open(session, 1, () => wakes++)
  expect(feed.read(1000)).toEqual([])
  const admitted = host.sessions.admit({
    id: '01'.repeat(16),
    session,
    content: [{ type: 'text', text: 'x' }],
    by: '02'.repeat(16),
  })
  expect(wakes).toBe(0)
  expect(feed.read(1000)).toEqual([])
  await host.done(admitted)
  expect(wakes).toBeGreaterThan(0)
  expect(feed.read(1000)[0]?.event).toMatchObject({ type: 'prompt.admitted', seq: 2 })
  feed.close()
  const before = wakes
  await host.prompt(session, 'y')
  expect(wakes).toBe(before)
})

test('a reader that throws harms nobody', async () => {
  host.sessions.open(session, 1, () => {
    throw new Error('a bad reader')
  })
  expect(await host.prompt(session, 'x')).toEqual({ turn: 1 })
  expect(String(host.reports[0])).toContain('a bad reader')
})

test('a cursor beyond the end is refused', () => {
  for (const after of [2, -1, 0.5, Number.NaN])
    expect(() => host.sessions.open(session, after, () => undefined)).toThrow(
      expect.objectContaining({ code: 'host.cursor' }),
    )
})

test('a snapshot moves the cursor to its seq, and holds as many turns as were asked for', async () => {
  for (let n = 0; n < 5; n++) await talk(1)
  const feed = host.sessions.open(session, 0, () => undefined)
  const state = feed.snapshot(2)
  expect(state.settled.map((turn) => turn.n)).toEqual([4, 5])
  expect(state.earlier).toBe(3)
  expect(feed.cursor).toBe(state.seq)
  expect(feed.read(1000)).toEqual([])
  expect(host.sessions.history(session, 4, 2)).toMatchObject({ turns: [{ n: 2 }, { n: 3 }], earlier: 1 })
})

test('any cursor, read in pieces of any size, packed or not, gives exactly the rest', async () => {
  await talk(TAIL_MAX_EVENTS + 100)
  await talk(10)
  const all = host.events(session)
  expect(all.map((event) => event.seq)).toEqual(all.map((_, n) => n + 1))
  fc.assert(
    fc.property(
      fc.nat({ max: all.length }),
      fc.integer({ min: 1, max: 20_000 }),
      fc.boolean(),
      (after, size, packed) => {
        const feed = host.sessions.open(session, after, () => undefined)
        const got: SessionEvent[] = []
        for (;;) {
          const page = feed.read(size)
          if (page.length === 0) break
          got.push(...page.map((row) => (packed ? unpackEvent(row.packed) : row.event)))
        }
        feed.close()
        expect(got).toEqual(all.slice(after))
      },
    ),
    { numRuns: 40 },
  )
})
