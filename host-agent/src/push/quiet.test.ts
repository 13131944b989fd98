import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isZone, quietLeft } from './quiet.ts'

const HOUR = 60
const utc = (from: number, to: number) => ({ from, to, zone: 'UTC' })
const at = (hour: number, minute = 0, second = 0) => Date.UTC(2026, 0, 15, hour, minute, second)

describe('quiet hours', () => {
  test.each([
    ['before them', utc(22 * HOUR, 7 * HOUR), at(21, 59, 59), 0],
    ['at their first moment', utc(22 * HOUR, 7 * HOUR), at(22), 9 * 3_600_000],
    ['after midnight', utc(22 * HOUR, 7 * HOUR), at(3, 30), 3.5 * 3_600_000],
    ['in their last second', utc(22 * HOUR, 7 * HOUR), at(6, 59, 59), 1_000],
    ['at their end', utc(22 * HOUR, 7 * HOUR), at(7), 0],
    ['over noon', utc(12 * HOUR, 13 * HOUR), at(12, 15), 45 * 60_000],
    ['beside noon', utc(12 * HOUR, 13 * HOUR), at(13, 15), 0],
    ['that end where they begin', utc(8 * HOUR, 8 * HOUR), at(8), 0],
    ['in another zone', { from: 22 * HOUR, to: 7 * HOUR, zone: 'Asia/Tokyo' }, at(13, 30), 8.5 * 3_600_000],
    ['beside them in another zone', { from: 22 * HOUR, to: 7 * HOUR, zone: 'America/New_York' }, at(23), 0],
    ['none', null, at(3), 0],
  ])('%s', (_what, quiet, now, left) => {
    expect(quietLeft(quiet, now)).toBe(left)
  })

  test('end when they say: a moment before they last, and then not', () => {
    const minute = fc.integer({ min: 0, max: 1_439 })
    fc.assert(
      fc.property(minute, minute, fc.integer({ min: at(0), max: at(0) + 86_399_999 }), (from, to, now) => {
        const left = quietLeft(utc(from, to), now)
        if (left === 0) return
        expect(quietLeft(utc(from, to), now + left - 1)).toBeGreaterThan(0)
        expect(quietLeft(utc(from, to), now + left)).toBe(0)
      }),
    )
  })
})

test.each([
  ['UTC', true],
  ['Europe/Zurich', true],
  ['Nowhere/Else', false],
  ['', false],
  ['../../etc/passwd', false],
])('the zone %s: %s', (zone, known) => {
  expect(isZone(zone)).toBe(known)
})
