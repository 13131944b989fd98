import { expect, it } from 'vitest'
import { COUNTED_PUSHERS, PUSH_BURST, PUSHES_PER_SECOND } from '../limits.ts'
import { PushPace } from './pace.ts'

it('lets a burst through, then one at a time; each room for itself', () => {
  let now = 0
  const pace = new PushPace(() => now)
  for (let n = 0; n < PUSH_BURST; n++) expect(pace.take('room')).toBeUndefined()
  const wait = pace.take('room')
  expect(wait).toBe(1000 / PUSHES_PER_SECOND)
  expect(pace.take('other')).toBeUndefined()
  now += wait ?? 0
  expect(pace.take('room')).toBeUndefined()
  expect(pace.take('room')).toBeGreaterThan(0)
})

it('forgets those who pushed longest ago', () => {
  const pace = new PushPace(() => 0)
  for (let n = 0; n <= PUSH_BURST; n++) pace.take('room')
  expect(pace.take('room')).toBeGreaterThan(0)
  for (let n = 0; n < COUNTED_PUSHERS; n++) pace.take(`other ${n}`)
  expect(pace.take('room')).toBeUndefined()
})
