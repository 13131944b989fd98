import { expect, it } from 'vitest'
import { age, ago } from './age.ts'

const S = 1000
const M = 60 * S
const H = 60 * M
const D = 24 * H

it.each([
  [0, 'now', 'just now'],
  [59 * S, 'now', 'just now'],
  [M, '1 min', '1 min ago'],
  [59 * M + 59 * S, '59 min', '59 min ago'],
  [H, '1 h', '1 h ago'],
  [23 * H, '23 h', '23 h ago'],
  [D, '1 d', '1 d ago'],
  [55 * D, '55 d', '55 d ago'],
  [56 * D, '8 w', '8 w ago'],
])('after %i ms', (ms, short, long) => {
  expect(age(5_000_000, 5_000_000 + ms)).toBe(short)
  expect(ago(5_000_000, 5_000_000 + ms)).toBe(long)
})

it('takes a time that is yet to come for now: clocks differ', () => {
  expect(age(2 * H, H)).toBe('now')
})
