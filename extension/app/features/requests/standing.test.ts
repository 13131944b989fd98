import { REQUEST_TABLE, type RequestState } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { aQuestionRequest, aRequest } from '../../testing/build.ts'
import { requestOutcomeWords } from './outcome-words.ts'
import { standingOf } from './standing.ts'

const STATES = Object.keys(REQUEST_TABLE) as RequestState[]

describe('how a request stands', () => {
  it.each(STATES)('%s has a mark and words, early and late, with an outcome and without', (state) => {
    for (const late of [false, true]) {
      for (const outcome of [null, 'allowed', 'denied', 'answered', 'withdrawn'] as const) {
        for (const make of [aRequest, () => aQuestionRequest()]) {
          const { mark, line } = standingOf({ ...make(), state, outcome }, late, null)
          expect(mark).not.toBe('')
          expect(line.length).toBeGreaterThan(3)
          // Nothing shows as done before the receipt.
          if (state !== 'applied' && state !== 'answered-elsewhere') {
            expect(line).not.toMatch(/^(Allowed|Denied|Answered|Skipped|Done)/)
          }
        }
      }
    }
  })
})

describe('the end of a request in words', () => {
  const at = new Date(2026, 0, 2, 12, 3).getTime()
  it.each([
    [{ kind: 'permission', outcome: 'allowed', by: 'you', at }, 'Allowed by you, 12:03'],
    [
      { kind: 'permission', outcome: 'denied', by: { name: 'bob’s \u202ephone' } },
      'Denied by bob’s \\u{202e}phone',
    ],
    [{ kind: 'permission', outcome: 'denied', by: { name: null } }, 'Denied by another device'],
    [{ kind: 'permission', outcome: 'allowed', by: null }, 'Allowed'],
    [{ kind: 'permission', outcome: 'withdrawn', by: 'you', at }, 'No longer needed, 12:03'],
    [{ kind: 'question', outcome: 'answered', by: 'you' }, 'Answered by you'],
    [{ kind: 'question', outcome: 'denied', by: 'you' }, 'Skipped by you'],
  ] as const)('%o', (end, words) => {
    expect(requestOutcomeWords(end)).toBe(words)
  })
})
