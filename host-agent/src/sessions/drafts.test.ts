import { packEvent } from '@hearth/shared/protocol'
import { EventBody } from '@hearth/shared/session'
import fc from 'fast-check'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { LINE_MAX, TEXT_EVENT_MAX, TOOL_ITEMS_MAX, TOOL_TEXT_MAX, TURN_MAX_BLOCKS } from '../limits.ts'
import { Blocks, draftBodies } from './drafts.ts'
import { clipText, splitText, wellFormed } from './text.ts'

const blocks = () => new Blocks(new Map(), () => undefined)

test('blocks are numbered in the order of appearance, and keep their numbers', () => {
  const added: [number, string][] = []
  const some = new Blocks(new Map([['b:old', 4]]), (n, key) => added.push([n, key]))
  expect(['b:new', 'b:old', 't:c', 'b:new'].map((key) => some.number(key))).toEqual([5, 4, 6, 5])
  expect(added).toEqual([
    [5, 'b:new'],
    [6, 't:c'],
  ])
})

test('a long key is found again, and takes little room', () => {
  const added: string[] = []
  const some = new Blocks(new Map(), (_, key) => added.push(key))
  const key = `t:${'x'.repeat(5_000)}`
  expect(some.number(key)).toBe(some.number(key))
  expect(added[0]?.length).toBe(64)
})

test('a turn has a bounded number of blocks; what it has goes on', () => {
  const full = new Blocks(new Map([['b:last', TURN_MAX_BLOCKS - 1]]), () => undefined)
  const text = (block: string) => ({ type: 'text' as const, block, kind: 'message' as const, text: 'x' })
  expect(draftBodies(text('new'), 1, 0, full)).toEqual([])
  expect(draftBodies(text('last'), 1, 0, full)).toMatchObject([{ block: TURN_MAX_BLOCKS - 1 }])
})

test('the largest tool update fits an event, and says what it leaves out', () => {
  const huge = '漢'.repeat(TOOL_TEXT_MAX * 2)
  const [body] = draftBodies(
    {
      type: 'tool',
      call: 'c'.repeat(9_999),
      title: 't'.repeat(9_999),
      status: 'completed',
      input: huge,
      content: Array.from({ length: 200 }, () => ({ type: 'text' as const, text: huge })),
      locations: Array.from({ length: 200 }, () => ({ path: '/p'.repeat(9_999) })),
    },
    1,
    0,
    blocks(),
  )
  if (body?.type !== 'tool') throw new Error('no tool')
  expect(body.content).toHaveLength(TOOL_ITEMS_MAX)
  expect(body.content?.[0]).toMatchObject({ text: expect.stringContaining('characters left out') })
  expect(body.title?.length).toBe(LINE_MAX)
  expect(packEvent({ ...body, seq: 1 }).length).toBeGreaterThan(0)
})

test('what is no event becomes a notice, not a row that can’t be read', () => {
  const usage = { input: Number.NaN, output: -1, cached: 0.5, reasoning: 0, cost: 0 }
  expect(draftBodies({ type: 'usage', usage }, 1, 0, blocks())).toMatchObject([
    { type: 'notice', code: 'agent.malformed' },
  ])
})

test('any draft becomes events that the wire takes', () => {
  const draft = fc.oneof(
    fc.record({
      type: fc.constant('text' as const),
      block: fc.string(),
      kind: fc.constantFrom('message' as const, 'thought' as const),
      text: fc.string({ unit: 'binary' }),
    }),
    fc.record({
      type: fc.constant('notice' as const),
      level: fc.constant('info' as const),
      code: fc.string(),
      text: fc.string(),
    }),
    fc.record({
      type: fc.constant('raw' as const),
      block: fc.string(),
      source: fc.string(),
      detail: fc.string(),
    }),
  )
  fc.assert(
    fc.property(draft, (one) => {
      for (const body of draftBodies(one, 1, 0, blocks())) expect(v.is(EventBody, body)).toBe(true)
    }),
  )
})

test('cutting text loses nothing and cuts no character in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 9 }), (text, max) => {
      const pieces = splitText(text, max)
      expect(pieces.join('')).toBe(wellFormed(text))
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(max)
        expect(piece).not.toMatch(/\p{Surrogate}/u)
      }
      expect(clipText(text, max)).not.toMatch(/\p{Surrogate}/u)
    }),
  )
  expect(splitText('x'.repeat(TEXT_EVENT_MAX + 1)).map((piece) => piece.length)).toEqual([TEXT_EVENT_MAX, 1])
})
