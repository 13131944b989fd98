import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Draft } from '../agents/driver.ts'
import { PACE_BURST, PACE_HOLD_MS, PACE_UNWATCHED_MS, TEXT_EVENT_MAX } from '../limits.ts'
import { Credit, Pacer } from './pacing.ts'
import { ManualClock } from './testing/manual-clock.ts'

let clock: ManualClock
let out: Draft[]
let isWatched: boolean
let pacer: Pacer
beforeEach(() => {
  clock = new ManualClock()
  out = []
  isWatched = true
  pacer = new Pacer({ emit: (d) => out.push(d), clock, credit: new Credit(clock), watched: () => isWatched })
})

const text = (words: string, block = 'a', kind: 'message' | 'thought' = 'message'): Draft => ({
  type: 'text',
  block,
  kind,
  text: words,
})
const tool = (status?: 'pending' | 'in_progress' | 'completed', title?: string): Draft => ({
  type: 'tool',
  call: 'c1',
  ...(status !== undefined && { status }),
  ...(title !== undefined && { title }),
})
const words = () => out.map((draft) => (draft.type === 'text' ? draft.text : draft.type))

describe('while somebody watches', () => {
  test('text goes at once as long as there is credit', () => {
    for (let n = 0; n < PACE_BURST + 1; n++) pacer.push(text(`${n} `))
    expect(out).toHaveLength(PACE_BURST + 1)
  })

  test('beyond its credit text is held and merged, for one screen frame at most', () => {
    for (let n = 0; n < PACE_BURST + 1; n++) pacer.push(text('x'))
    out.length = 0
    for (const piece of ['one ', 'two ', 'three']) pacer.push(text(piece))
    clock.advance(PACE_HOLD_MS - 1)
    expect(words()).toEqual([])
    clock.advance(1)
    expect(words()).toEqual(['one two three'])
  })

  test('a steady stream is 60 events a second, however many deltas there are', () => {
    for (let ms = 0; ms < 1000; ms++) {
      pacer.push(text('x'))
      clock.advance(1)
    }
    expect(out.length).toBeGreaterThan(55)
    expect(out.length).toBeLessThan(80)
    pacer.end()
    expect(words().join('')).toBe('x'.repeat(1000))
  })
})

describe('while nobody watches', () => {
  beforeEach(() => {
    isWatched = false
  })

  test('the first text goes at once, the rest is held longer', () => {
    pacer.push(text('first'))
    pacer.push(text('a'))
    pacer.push(text('b'))
    clock.advance(PACE_UNWATCHED_MS - 1)
    expect(words()).toEqual(['first'])
    clock.advance(1)
    expect(words()).toEqual(['first', 'ab'])
  })

  test('what is held goes when somebody starts to watch', () => {
    pacer.push(text('first'))
    pacer.push(text('held'))
    pacer.flush()
    expect(words()).toEqual(['first', 'held'])
  })
})

describe('boundaries', () => {
  const held = () => {
    isWatched = false
    pacer.push(text('first'))
    pacer.push(text('held'))
  }

  test.each<[string, Draft]>([
    ['a tool call', tool('pending')],
    ['a notice', { type: 'notice', level: 'info', code: 'x', text: 'y' }],
    ['usage', { type: 'usage', usage: { input: 1, output: 1, cached: 0, reasoning: 0, cost: 0 } }],
    ['a plan', { type: 'plan', entries: [] }],
    ['what nobody knows', { type: 'raw', block: 'r', source: 's', detail: 'd' }],
  ])('%s goes at once, after what was held', (_, draft) => {
    held()
    pacer.push(draft)
    expect(words()).toEqual(['first', 'held', draft.type])
  })

  test('another block, and another kind, are other events', () => {
    held()
    pacer.push(text('b', 'b'))
    pacer.push(text('t', 'b', 'thought'))
    pacer.end()
    expect(words()).toEqual(['first', 'held', 'b', 't'])
  })

  test('a tool’s change of status goes at once; its progress is merged', () => {
    isWatched = false
    pacer.push(tool('in_progress'))
    pacer.push(tool(undefined, 'one'))
    pacer.push(tool('in_progress', 'two'))
    expect(out).toHaveLength(1)
    pacer.push(tool('completed'))
    expect(out).toEqual([tool('in_progress'), tool('in_progress', 'two'), tool('completed')])
  })
})

describe('sizes', () => {
  test('an event holds a bounded piece of text, and is full before it waits', () => {
    isWatched = false
    pacer.push(text('first'))
    pacer.push(text('x'.repeat(TEXT_EVENT_MAX * 2 + 1)))
    expect(out.slice(1).map((draft) => (draft.type === 'text' ? draft.text.length : 0))).toEqual([
      TEXT_EVENT_MAX,
      TEXT_EVENT_MAX,
      1,
    ])
  })

  test('a character that arrives in two halves is one in the log', () => {
    pacer.push(text('a\ud83d'))
    pacer.push(text('\ude00b'))
    pacer.end()
    expect(words()).toEqual(['a', '😀b'])
  })
})

test('whatever is pushed comes out whole, in order, and no event is too large', () => {
  const step = fc.oneof(
    fc.record({
      block: fc.constantFrom('a', 'b'),
      text: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('y'.repeat(20_000))),
    }),
    fc.integer({ min: 1, max: 300 }),
    fc.boolean(),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const own = new ManualClock()
      const emitted: Draft[] = []
      let watched = true
      const paced = new Pacer({
        emit: (d) => emitted.push(d),
        clock: own,
        credit: new Credit(own),
        watched: () => watched,
      })
      const sent = { a: '', b: '' }
      for (const one of steps) {
        if (typeof one === 'number') own.advance(one)
        else if (typeof one === 'boolean') watched = one
        else {
          sent[one.block as 'a' | 'b'] += one.text
          paced.push(text(one.text, one.block))
        }
      }
      paced.end()
      const got = { a: '', b: '' }
      for (const draft of emitted) {
        if (draft.type !== 'text') continue
        expect(draft.text.length).toBeLessThanOrEqual(TEXT_EVENT_MAX)
        got[draft.block as 'a' | 'b'] += draft.text
      }
      expect(got).toEqual(sent)
    }),
  )
})
