import { describe, expect, it } from 'vitest'
import { anAgent, aSessionAgent } from '../../../testing/build.ts'
import { memoryOf, steeringOf, type Worked, wouldBeTold } from './forecast.ts'

const turn = (n: number, agent: string, startedAt: number | null = n): Worked => ({ n, agent, startedAt })
const both = [turn(1, 'a'), turn(2, 'b')]

describe('what an agent would find', () => {
  it('is not known before the host has told, and new where the host does not name it', () => {
    expect(memoryOf([], 'a')).toBeNull()
    expect(memoryOf([aSessionAgent({ agent: 'a', memory: 'resumed' })], 'a')).toBe('resumed')
    expect(memoryOf([aSessionAgent({ agent: 'a' })], 'b')).toBe('new')
  })
})

describe('an agent is told what happened', () => {
  it.each<[string, Worked[], string, Parameters<typeof wouldBeTold>[2], boolean, boolean]>([
    ['where another worked after it', both, 'a', 'warm', false, true],
    ['not where it worked last', both, 'b', 'warm', false, false],
    ['not where it worked alone', [turn(1, 'a')], 'a', 'resumed', false, false],
    ['where it is new', both, 'c', 'new', false, true],
    ['where its memory is gone', [turn(1, 'a')], 'a', 'replayed', false, true],
    ['not of prompts that were taken back', [turn(1, 'b', null)], 'a', 'new', false, false],
    ['of turns that are not loaded', [], 'a', 'new', true, true],
    ['not while nothing is known', both, 'a', null, true, false],
  ])('%s', (_case, turns, agent, memory, earlier, told) => {
    expect(wouldBeTold(turns, agent, memory, earlier)).toBe(told)
  })
})

describe('steering', () => {
  const can = { resume: true, images: true, list: true, steering: 'joins' } as const
  it('joins only a turn of the same agent, as far as that is known', () => {
    const agents = [aSessionAgent({ agent: 'a', steering: 'joins' })]
    expect(steeringOf('a', 'a', agents, [])).toBe('joins')
    expect(steeringOf('a', 'b', agents, [])).toBe('interrupts')
    expect(steeringOf('a', 'a', [], [anAgent({ id: 'a', can })])).toBe('joins')
    expect(steeringOf('a', 'a', [], [anAgent({ id: 'a' })])).toBe('interrupts')
  })
})
