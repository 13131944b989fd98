import { MAX_TICKETS } from '@hearth/shared/transport/limits'
import { expect, it } from 'vitest'
import { MAX_NEXT_CHALLENGES } from '../limits.ts'
import { NextChallenges } from './challenges.ts'

it('keeps the youngest few of a key, and drops the oldest of all', () => {
  const next = new NextChallenges()
  const mine = Array.from({ length: MAX_TICKETS + 1 }, () => next.give('alice', 0).challenge)
  expect(next.spend(mine[0] ?? '', 'alice', 1)).toBeUndefined()
  expect(next.spend(mine.at(-1) ?? '', 'alice', 1)).toMatchObject({ t: 0 })
  const first = next.give('first', 0).challenge
  for (let i = 0; i < MAX_NEXT_CHALLENGES + 10; i++) next.give(`key ${i}`, 0)
  expect(next.size).toBe(MAX_NEXT_CHALLENGES)
  expect(next.spend(first, 'first', 1)).toBeUndefined()
})

it('is spent by a wrong key too', () => {
  const next = new NextChallenges()
  const { challenge } = next.give('alice', 0)
  expect(next.spend(challenge, 'mallory', 1)).toBeUndefined()
  expect(next.spend(challenge, 'alice', 1)).toBeUndefined()
  expect(next.size).toBe(0)
})
