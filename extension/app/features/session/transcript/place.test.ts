import type { Block, SessionState } from '@hearth/shared/session'
import fc from 'fast-check'
import { createRoot, createSignal } from 'solid-js'
import { describe, expect, it } from 'vitest'
import { aMessage, aState, aTool, aTurn } from '../../../testing/build.ts'
import { createModel, type TranscriptModel } from './model.ts'
import { drawnAt, promptFrom, rowAt } from './place.ts'

const modelOf = (state: SessionState): TranscriptModel =>
  createRoot(() => createModel(createSignal<SessionState | null>(state)[0], () => []))

const blocks: Block[] = [
  aMessage('begins', 0),
  aTool({ n: 1 }),
  aTool({ n: 2, kind: 'search' }),
  aTool({ n: 3, kind: 'think', call: 'outer' }),
  aTool({ n: 4, kind: 'think', call: 'inner', parent: 'outer' }),
  aTool({ n: 5, parent: 'inner' }),
  aMessage('ends', 6),
]
const model = modelOf(aState({ settled: [aTurn({ n: 3, blocks }), aTurn({ n: 4, blocks: [] })] }))
const drawn = (turn: number, block: number | null) => {
  const { row, folds } = drawnAt(model.rows(), model, { turn, block })
  return [model.rows()[row]?.key, folds]
}
const prompt = (turn: number): string => `p:${model.turn(turn)?.prompt.id}`

describe('where a place is drawn', () => {
  it.each<[string, number, number | null, string, string[]]>([
    ['a prompt', 3, null, prompt(3), []],
    ['text', 3, 6, 'b:3:6', []],
    ['a read within a run', 3, 2, 'b:3:1', ['run:3:1', 'b:3:2']],
    ['what a sub-agent of a sub-agent did', 3, 5, 'b:3:3', ['b:3:5', 'b:3:4', 'b:3:3']],
    ['a block that is not there', 4, 7, prompt(4), []],
  ])('%s', (_, turn, block, key, folds) => {
    expect(drawn(turn, block)).toEqual([key, folds])
  })

  it('is nowhere for a turn that is not loaded', () => {
    expect(drawnAt(model.rows(), model, { turn: 9, block: null }).row).toBe(-1)
  })

  it('ends where tools name each other as parents', () => {
    const loop = [aTool({ n: 0, call: 'a', parent: 'b' }), aTool({ n: 1, call: 'b', parent: 'a' })]
    const odd = modelOf(aState({ settled: [aTurn({ n: 1, blocks: loop })] }))
    expect(drawnAt(odd.rows(), odd, { turn: 1, block: 0 }).row).toBe(0)
  })
})

it('prompts are next to each other whatever lies between', () => {
  const rows = model.rows()
  const at = rows.findIndex(({ key }) => key === prompt(4))
  expect(promptFrom(rows, at, -1)).toBe(0)
  expect(promptFrom(rows, 0, 1)).toBe(at)
  expect(promptFrom(rows, at, 1)).toBe(-1)
})

it('the row that is read is the last that begins above', () => {
  fc.assert(
    fc.property(fc.nat({ max: 50 }), fc.nat({ max: 50 }), (count, above) => {
      const last = rowAt(count, (index) => index < above)
      expect(last).toBe(Math.max(0, Math.min(count, above) - 1))
    }),
  )
})
