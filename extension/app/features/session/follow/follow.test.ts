import { describe, expect, it } from 'vitest'
import { followAfter, followAfterUp } from './follow.ts'

const at = (top: number, toEnd: number) => ({ top, toEnd })

describe('following the end', () => {
  it.each([
    ['growth leaves it on', true, 100, at(100, 400), true],
    ['moving up turns it off', true, 500, at(300, 200), false],
    ['a shrunken end does not', true, 500, at(300, 0), true],
    ['moving down short of the end leaves it off', false, 100, at(300, 200), false],
    ['arriving at the end turns it on', false, 100, at(300, 10), true],
    ['standing near the end does not', false, 300, at(300, 10), false],
    ['moving up a little near the end does not', false, 300, at(296, 12), false],
  ])('%s', (_, following, top, now, then) => {
    expect(followAfter({ following, top }, now)).toEqual({ following: then, top: now.top })
  })

  it('ends with the first sign that a person goes up, where there is something above', () => {
    expect(followAfterUp({ following: true, top: 10 }, at(10, 0)).following).toBe(false)
    expect(followAfterUp({ following: true, top: 0 }, at(0, 0)).following).toBe(true)
  })
})
