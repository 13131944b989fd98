import { describe, expect, it } from 'vitest'
import { ManualClock } from '../sessions/testing/manual-clock.ts'
import {
  BACKLOG_RETRY_MS,
  FRAMES_BURST,
  FRAMES_PER_SECOND,
  MAX_BACKLOG,
  MAX_WAITING,
  STALLED_MS,
} from './limits.ts'
import { Sender } from './sender.ts'
import type { Outgoing } from './wire.ts'

const out = (label: number, frames = 1): Outgoing => ({
  contents: Array.from({ length: frames }, () => Uint8Array.of(label)),
  minBucket: 64,
})

const make = () => {
  const clock = new ManualClock()
  const sent: number[] = []
  const state = { backlog: 0, stalled: 0, bulk: [] as (Outgoing | number | null)[] }
  const sender = new Sender({
    clock: { now: () => clock.now(), after: (ms, run) => clock.after(ms, run), random: () => 0 },
    backlog: () => state.backlog,
    seal: (content) => sent.push(content[0] ?? -1),
    bulk: { next: () => state.bulk.shift() ?? null },
    stalled: () => {
      state.stalled += 1
    },
  })
  return { clock, sent, state, sender }
}
/** Uses up the burst. */
const drained = () => {
  const made = make()
  for (let i = 0; i < FRAMES_BURST; i += 1) made.sender.send('urgent', out(0))
  made.sent.length = 0
  return made
}

describe('what waits', () => {
  it('goes at once while there is room', () => {
    const { sender, sent } = make()
    sender.send('normal', out(1))
    sender.send('urgent', out(2))
    expect(sent).toEqual([1, 2])
  })

  it('goes urgent first, then lists, then events', () => {
    const { sender, sent, state, clock } = drained()
    state.bulk.push(out(3))
    sender.send('normal', out(2))
    sender.send('urgent', out(1))
    clock.advance(1000)
    expect(sent).toEqual([1, 2, 3])
  })

  it('lets an answer pass between the chunks of a long list', () => {
    const { sender, sent, clock } = drained()
    sender.send('normal', out(2, 100))
    clock.advance(1000)
    const before = sent.length
    sender.send('urgent', out(1))
    clock.advance(1000)
    expect(before).toBeLessThan(100)
    expect(sent.indexOf(1)).toBe(before)
    clock.advance(2000)
    expect(sent).toHaveLength(101)
  })

  it('is replaced by news of the same key, unless half of it has gone', () => {
    const { sender, sent, clock } = drained()
    sender.send('normal', out(1), 'session a')
    sender.send('normal', out(2), 'session b')
    sender.send('normal', out(3), 'session a')
    clock.advance(1000)
    expect(sent).toEqual([3, 2])
    const half = drained()
    half.sender.send('normal', out(1, 3), 'a')
    half.clock.advance(20)
    half.sender.send('normal', out(2, 1), 'a')
    half.clock.advance(1000)
    expect(half.sent).toEqual([1, 1, 1, 2])
  })
})

describe('bounds', () => {
  it('stays below the relay’s rate for ever', () => {
    const { sender, sent, state, clock } = make()
    for (let i = 0; i < 5000; i += 1) state.bulk.push(out(1))
    sender.pump()
    expect(sent).toHaveLength(FRAMES_BURST)
    for (let second = 1; second <= 10; second += 1) {
      clock.advance(1000)
      expect(sent.length).toBeLessThanOrEqual(FRAMES_BURST + second * FRAMES_PER_SECOND)
    }
    expect(sent.length).toBeGreaterThan(FRAMES_BURST + 9 * FRAMES_PER_SECOND)
  })

  it('reads no events for a device that does not read, and goes on when it does', () => {
    const { sender, sent, state, clock } = make()
    state.backlog = MAX_BACKLOG + 1
    state.bulk.push(out(3))
    sender.send('normal', out(2))
    expect(sent).toEqual([])
    sender.send('urgent', out(1))
    expect(sent).toEqual([1])
    state.backlog = 0
    clock.advance(BACKLOG_RETRY_MS)
    expect(sent).toEqual([1, 2, 3])
  })

  it('gives up a device that has not read for long', () => {
    const { sender, state, clock } = make()
    state.backlog = MAX_BACKLOG + 1
    sender.send('normal', out(2))
    clock.advance(STALLED_MS - 100)
    expect(state.stalled).toBe(0)
    clock.advance(200)
    expect(state.stalled).toBe(1)
  })

  it('gives up a device for which too much waits', () => {
    const { sender, state, clock } = drained()
    for (let i = 0; i <= MAX_WAITING; i += 1) sender.send('urgent', out(1))
    expect(state.stalled).toBe(1)
    clock.advance(10_000)
    sender.send('urgent', out(1))
    expect(state.stalled).toBe(1)
  })

  it('asks a slow source again when it said', () => {
    const { sender, sent, state, clock } = make()
    state.bulk.push(50, out(1))
    sender.pump()
    clock.advance(49)
    expect(sent).toEqual([])
    clock.advance(1)
    expect(sent).toEqual([1])
  })
})
