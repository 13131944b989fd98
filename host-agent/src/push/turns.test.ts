import type { SessionSummary } from '@hearth/shared/protocol'
import { beforeEach, expect, test } from 'vitest'
import { ManualClock } from '../sessions/testing/manual-clock.ts'
import { DEBOUNCE_MS } from './limits.ts'
import { type TurnEnd, TurnEnds } from './turns.ts'

let clock: ManualClock
let line: SessionSummary
let ends: TurnEnd[]
let turns: TurnEnds
beforeEach(() => {
  clock = new ManualClock()
  ends = []
  line = summary('running')
  turns = new TurnEnds({ clock, summary: () => line, ended: (end) => ends.push(end) }, [summary('running')])
})

const summary = (state: SessionSummary['state'], queued = 0): SessionSummary => ({
  id: 'a'.repeat(32),
  title: 'Fix the build',
  project: 'p',
  place: { kind: 'main', path: '/repo' } as unknown as SessionSummary['place'],
  agent: 'opencode',
  archived: false,
  state,
  queued,
  waiting: 0,
  seq: 1,
  createdAt: 0,
  updatedAt: 0,
  usage: {} as SessionSummary['usage'],
})

const become = (state: SessionSummary['state'], queued = 0) => {
  line = summary(state, queued)
  turns.changed(line)
}

test.each(['completed', 'failed', 'unknown'] as const)(
  'a turn that ended %s is told a moment later',
  (outcome) => {
    become(outcome)
    expect(ends).toEqual([])
    clock.advance(DEBOUNCE_MS)
    expect(ends).toEqual([{ session: line.id, title: 'Fix the build', outcome }])
    clock.advance(DEBOUNCE_MS)
    expect(ends).toHaveLength(1)
  },
)

test('one that a person stopped is not', () => {
  become('cancelled')
  clock.advance(DEBOUNCE_MS)
  expect(ends).toEqual([])
})

test('one after which the next begins is not, unless it failed', () => {
  become('completed', 1)
  clock.advance(DEBOUNCE_MS)
  expect(ends).toEqual([])
  become('running')
  become('failed', 1)
  clock.advance(DEBOUNCE_MS)
  expect(ends).toMatchObject([{ outcome: 'failed' }])
})

test('what goes on within the moment has not ended', () => {
  become('completed')
  clock.advance(DEBOUNCE_MS - 1)
  become('running')
  clock.advance(DEBOUNCE_MS)
  expect(ends).toEqual([])
})

test('another title of a session whose turn has ended is no end', () => {
  become('completed')
  clock.advance(DEBOUNCE_MS)
  become('completed')
  become('cancelled')
  clock.advance(DEBOUNCE_MS)
  expect(ends).toHaveLength(1)
})

test('what had ended before the host started is no news', () => {
  const late = new TurnEnds({ clock, summary: () => line, ended: (end) => ends.push(end) }, [
    summary('completed'),
  ])
  line = summary('completed')
  late.changed(line)
  clock.advance(DEBOUNCE_MS)
  expect(ends).toEqual([])
})

test('closed, it tells nothing any more', () => {
  become('completed')
  turns.close()
  clock.advance(DEBOUNCE_MS)
  expect(ends).toEqual([])
})
