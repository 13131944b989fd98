import * as v from 'valibot'
import { expect, it } from 'vitest'
import { Instant } from './ids.ts'

it('a moment that a message names can be drawn: no host can break a screen with it (Z2)', () => {
  expect(new Date(v.parse(Instant, 8.64e15)).toISOString()).toBe('+275760-09-13T00:00:00.000Z')
  for (const wrong of [8.64e15 + 1, Number.MAX_SAFE_INTEGER, -1, 0.5, Number.NaN])
    expect(v.safeParse(Instant, wrong).success, `${wrong}`).toBe(false)
})
