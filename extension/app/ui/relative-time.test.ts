import { describe, expect, it } from 'vitest'
import { duration, relativeTime, shortTime } from './relative-time.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 21, 12)

describe('a time', () => {
  it.each([
    [-5 * SECOND, 'just now', 'now'],
    [0, 'just now', 'now'],
    [44 * SECOND, 'just now', 'now'],
    [46 * SECOND, '1 min ago', '1 min'],
    [3 * MINUTE, '3 min ago', '3 min'],
    [2.9 * HOUR, '2 h ago', '2 h'],
    [30 * HOUR, 'yesterday', '1 d'],
    [4 * DAY, '4 days ago', '4 d'],
  ])('%d ms ago is %s, in short %s', (past, long, short) => {
    expect(relativeTime(NOW - past, NOW)).toBe(long)
    expect(shortTime(NOW - past, NOW)).toBe(short)
  })

  it('is a date after a week, with its year when that is another', () => {
    expect(relativeTime(NOW - 30 * DAY, NOW)).not.toContain('2026')
    expect(relativeTime(NOW - 400 * DAY, NOW)).toContain('2025')
  })
})

it.each([
  [-4, '0.0 s'],
  [840, '0.8 s'],
  [12_300, '12 s'],
  [3 * MINUTE, '3 min'],
  [3 * MINUTE + 5 * SECOND, '3 min 5 s'],
  [2 * HOUR + 10 * MINUTE, '2 h 10 min'],
])('%d ms last %s', (ms, words) => {
  expect(duration(ms)).toBe(words)
})
