import { describe, expect, test } from 'vitest'
import { checkLimitsDoc, constantLimits } from './limits-doc.ts'

const doc = (...rows: string[]) =>
  ['<!-- limits room -->', '| Limit | Value | Unit | Why |', ...rows, '<!-- /limits -->'].join('\n')
const big = { value: 16_384, unit: 'bytes', why: 'enough' }

describe('a table of limits', () => {
  test('agrees', () => {
    expect(checkLimitsDoc(doc('| `big` | 16,384 | bytes | enough |'), 'room', { big })).toEqual([])
    expect(
      checkLimitsDoc(doc('| `SIZES` | 64 · 1,024 | bytes | few |'), 'room', { SIZES: [64, 1024] }),
    ).toEqual([])
  })

  test.each<[string, string]>([
    ['a missing row', doc()],
    ['another value', doc('| `big` | 16,385 | bytes | enough |')],
    ['another unit', doc('| `big` | 16,384 | bits | enough |')],
    ['another reason', doc('| `big` | 16,384 | bytes | because |')],
  ])('names %s', (_, markdown) => {
    expect(checkLimitsDoc(markdown, 'room', { big })).toEqual([
      'room needs the row | `big` | 16,384 | bytes | enough |',
    ])
  })

  test('asks for a reason where the code has it in a comment', () => {
    expect(checkLimitsDoc(doc('| `MAX` | 1 | | |'), 'room', { MAX: 1 })).toEqual([
      'room needs the row | `MAX` | 1 | UNIT | WHY |',
    ])
  })

  test('names a row that nothing stands behind, and a table that is not there', () => {
    expect(checkLimitsDoc(doc('| `old` | 1 | x | y |'), 'room', {})).toEqual(['room has no limit old'])
    expect(checkLimitsDoc('', 'room', {})).toEqual(['there is no table of room'])
  })
})

test('constants are numbers and lists of numbers', () => {
  expect(constantLimits({ A: 1, B: [1, 2], C: 'x', D: () => 1, E: ['x'] })).toEqual({ A: 1, B: [1, 2] })
})
