import { StopReason, TurnState } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { NO_USAGE } from '../../../testing/build.ts'
import { sayCost, sayCount, sayDuration, sayElapsed, sayFigures } from './figures.ts'
import { planLine } from './plan-words.ts'
import { requestLine, requestsSummary } from './request-words.ts'
import { TURN_WORDS, turnWords } from './turn-words.ts'

const reasons = [...StopReason.options, null] as const
const cells = TurnState.options.flatMap((state) => reasons.map((reason) => [state, reason] as const))

describe('a turn in words', () => {
  it.each(cells)('has words for %s, %s', (state, stopReason) => {
    const { text, detail } = turnWords({ state, stopReason, error: null })
    expect(text).toBe(TURN_WORDS[state][stopReason ?? 'none'].text)
    expect(text).not.toBe('')
    expect(detail).toBeNull()
  })

  it.each(cells)('tells the error of %s, %s, and hides nothing of it', (state, stopReason) => {
    const error = { code: 'agent.failed', message: 'over\u202eloaded ' }
    const words = turnWords({ state, stopReason, error })
    expect(words).toMatchObject({ detail: 'over\\u{202e}loaded', code: 'agent.failed' })
  })

  it.each([
    ['completed', 'end_turn', 'quiet'],
    ['completed', 'refusal', 'warning'],
    ['completed', 'max_tokens', 'warning'],
    ['failed', null, 'bad'],
    ['cancelled', 'cancelled', 'quiet'],
    ['unknown', null, 'ask'],
    ['waiting', null, 'ask'],
  ] as const)('is told as loudly as it matters: %s, %s: %s', (state, stopReason, tone) => {
    expect(turnWords({ state, stopReason, error: null }).tone).toBe(tone)
  })
})

describe('figures', () => {
  it.each([
    [400, '0.4 s'],
    [12_300, '12 s'],
    [185_000, '3 min 5 s'],
    [180_000, '3 min'],
    [7_800_000, '2 h 10 min'],
    [3_600_000, '1 h'],
    [-5, '0.0 s'],
  ])('say %d ms as %s', (ms, words) => expect(sayDuration(ms)).toBe(words))

  it('say a time that runs in whole seconds', () => {
    expect([999, 1000, 9_999, 61_000].map(sayElapsed)).toEqual(['', '1 s', '9 s', '1 min 1 s'])
  })

  it('say numbers and money short', () => {
    expect([950, 14_249, 123_456, 999_949, 999_950, 3_120_000].map(sayCount)).toEqual([
      '950',
      '14.2k',
      '123k',
      '1000k',
      '1.0M',
      '3.1M',
    ])
    expect([0.0042, 0.03, 12].map(sayCost)).toEqual(['$0.0042', '$0.03', '$12.00'])
  })

  it('leave out what is not known', () => {
    expect(sayFigures(NO_USAGE, null)).toBe('')
    expect(sayFigures({ ...NO_USAGE, input: 900, cached: 100, output: 5, cost: 0.5 }, 12_000)).toBe(
      '12 s · 1.0k tokens in, 5 out · $0.50',
    )
  })
})

describe('plans and requests in a line', () => {
  it('tell the step that is under way', () => {
    const entry = (content: string, status: 'pending' | 'in_progress' | 'completed') => ({
      content,
      status,
      priority: 'medium' as const,
    })
    expect(planLine([entry('a', 'completed'), entry('b', 'pending'), entry('c', 'in_progress')])).toEqual({
      count: '1/3',
      step: 'c',
    })
    expect(planLine([entry('a', 'completed')])).toEqual({ count: '1/1', step: 'All steps done' })
  })

  it('tell who answered', () => {
    const request = {
      id: 'r',
      kind: 'permission' as const,
      title: 't',
      outcome: 'denied' as const,
      by: 'me',
      rule: null,
    }
    expect(requestLine(request, 'me', 'host')).toBe('Denied by you:')
    expect(requestLine({ ...request, by: 'host' }, 'me', 'host')).toBe('Denied by the host:')
    expect(requestLine({ ...request, by: 'x' }, 'me', 'host')).toBe('Denied by another device:')
    expect(requestLine({ ...request, outcome: 'withdrawn', by: null }, 'me', 'host')).toBe(
      'No longer needed:',
    )
    expect(requestsSummary([request, { ...request, outcome: 'allowed' }, request])).toBe(
      '3 requests: 1 allowed, 2 denied',
    )
  })
})
