// @vitest-environment node
import { expect, it } from 'vitest'
import { lastDays, sayBytes, sayDollars, sayTokens, sumsBy } from './usage-sums.ts'

it.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1.0 k'],
  [15_400, '15 k'],
  [2_340_000, '2.3 M'],
  [1e9, '1.0 B'],
])('says %d tokens as %s', (count, said) => expect(sayTokens(count)).toBe(said))

it.each([
  [0, '$0.00'],
  [0.0012, '$0.0012'],
  [1.5, '$1.50'],
])('says %d dollars as %s', (cost, said) => expect(sayDollars(cost)).toBe(said))

it('says sizes', () => expect([sayBytes(1), sayBytes(2_500_000)]).toEqual(['1 kB', '2.5 MB']))

it('names the days over the end of a month', () => {
  expect(lastDays(3, new Date(2026, 2, 1, 0, 30).getTime())).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
  ])
})

it('puts what used most first', () => {
  const row = (agent: string, input: number) => ({
    ...{ day: '2026-11-20', agent, project: 'p', turns: 1 },
    usage: { input, output: 0, cached: 0, reasoning: 0, cost: 0 },
  })
  expect(sumsBy([row('a', 1), row('b', 5), row('a', 2)], ({ agent }) => agent)).toEqual([
    { key: 'b', turns: 1, tokens: 5, cost: 0 },
    { key: 'a', turns: 2, tokens: 3, cost: 0 },
  ])
})
