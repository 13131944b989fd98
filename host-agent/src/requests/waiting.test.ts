import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Bench, codeOf, makeBench } from './testing.ts'

const HOUR_MS = 60 * 60 * 1000

let bench: Bench
beforeEach(async () => {
  bench = await makeBench()
})
afterEach(() => bench.close())

it('two hours later a request is as it was: an old offer counts for nothing, a new one applies it once', async () => {
  const request = bench.ask()
  const before = bench.requests.pending()
  const alice = await bench.device('alice')
  const left = bench.channel(alice)
  const late = await bench.sign(alice, left, request)
  bench.clock.pass(2 * HOUR_MS)

  expect(before).toHaveLength(1)
  expect(bench.requests.pending()).toEqual(before)
  expect([bench.told, bench.settled]).toEqual([[], []])
  expect(await codeOf(() => bench.requests.decide(late, left))).toBe('decision.expired')
  left.live = false

  const channel = bench.channel(alice)
  const decision = await bench.sign(alice, channel, request)
  expect(await codeOf(() => bench.requests.decide(decision, channel))).toBe('accepted')
  expect(await codeOf(() => bench.requests.decide(decision, channel))).toBe('request.settled')
  expect(bench.told).toEqual([{ allow: true }])
  expect(bench.settled).toMatchObject([{ request, outcome: 'allowed', by: alice.id }])
})

it('a question waits as long, and takes the first answer', async () => {
  const question = { header: 'Colour', question: 'Which colour?', options: [], multiple: false, custom: true }
  const request = bench.question([question])
  bench.clock.pass(2 * HOUR_MS)
  const bob = await bench.device('bob')
  const answer = (word: string) =>
    codeOf(() => bench.requests.answer(request, { kind: 'question', answers: [[word]] }, bob.id))
  expect([await answer('Teal'), await answer('Amber')]).toEqual(['accepted', 'request.settled'])
  expect(bench.told).toEqual([{ answers: [['Teal']] }])
})
