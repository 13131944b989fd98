import type { Question } from '@hearth/shared/session'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_PENDING } from './limits.ts'
import { type Bench, codeOf, makeBench } from './testing.ts'

let bench: Bench
beforeEach(async () => {
  bench = await makeBench()
})
afterEach(() => bench.close())

const option = (label: string) => ({ label, description: '' })
const one: Question = {
  header: 'Colour',
  question: 'Which?',
  options: [option('red'), option('blue')],
  multiple: false,
  custom: false,
}
const many: Question = { ...one, multiple: true, custom: true }
const alice = 'aa'.repeat(16)
const answer = (request: string, answers: string[][] | null) =>
  codeOf(() => bench.requests.answer(request, answers === null ? null : { kind: 'question', answers }, alice))

describe('answers to questions', () => {
  it.each([[[['red'], ['red', 'my own']]], [[['blue'], ['my own']]]])('that fit: %j', async (answers) => {
    expect(await answer(bench.question([one, many]), answers)).toBe('accepted')
    expect(bench.told).toEqual([{ answers }])
    expect(bench.settled).toMatchObject([{ outcome: 'answered', by: alice }])
  })

  it.each([
    [[]],
    [[['red']]],
    [[['red'], ['red'], ['red']]],
    [[[], ['red']]],
    [[['red', 'blue'], ['red']]],
    [[['green'], ['red']]],
    [[['red'], ['red', 'red']]],
    [[['red'], ['  ']]],
  ])('that do not: %j', async (answers) => {
    const request = bench.question([one, many])
    expect(await answer(request, answers)).toBe('request.answers')
    expect(bench.told).toEqual([])
    expect(bench.requests.pending()).toHaveLength(1)
  })

  it('may be a refusal', async () => {
    expect(await answer(bench.question([one]), null)).toBe('accepted')
    expect(bench.told).toEqual([{ reject: true }])
    expect(bench.settled).toMatchObject([{ outcome: 'denied', by: alice }])
  })

  it('come once', async () => {
    const request = bench.question([one])
    const both = await Promise.all([answer(request, [['red']]), answer(request, [['blue']])])
    expect(both.sort()).toEqual(['accepted', 'request.settled'])
    expect(bench.told).toHaveLength(1)
  })
})

describe('another kind', () => {
  it('of answer than the request takes', async () => {
    expect(await answer(bench.ask(), [['red']])).toBe('request.kind')
    const device = await bench.device('alice')
    const question = bench.question([one])
    expect(await codeOf(() => bench.requests.offer(question, bench.channel(device)))).toBe('request.kind')
    expect(await codeOf(() => bench.requests.decideLocally(question, { allow: true }))).toBe('request.kind')
    expect(await answer(question, [['red']])).toBe('accepted')
  })

  it('of id than the host knows', async () => {
    expect(await answer('00'.repeat(16), null)).toBe('request.unknown')
  })
})

it('takes no more than its bound (A41)', async () => {
  for (let i = 0; i < MAX_PENDING; i += 1) bench.question([one])
  expect(await codeOf(() => bench.question([one]))).toBe('host.queue_full')
  expect(bench.requests.pending()).toHaveLength(MAX_PENDING)
})
