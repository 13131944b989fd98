import { describe, expect, it } from 'vitest'
import { PHASES, type Phase, type Sign, settlement } from './settle.ts'
import type { Answer } from './wire.ts'

/** Each row: what a phase becomes on prompt, open, ended, error, idle, late. */
const SIGNS: Sign[] = ['prompt', 'open', 'ended', 'error', 'idle', 'late']
const ROWS: Record<Phase, string> = {
  sent: 'seen answering answered sent sent sent',
  seen: 'seen answering answered broken seen seen',
  broken: 'broken answering answered broken settled broken',
  answering: 'answering answering answered answering closing answering',
  answered: 'answered answering answered answered settled answered',
  closing: 'closing answering settled closing closing settled',
  lingering: 'lingering answering answered lingering lingering settled',
  settled: 'settled settled settled settled settled settled',
}
const CELLS = Object.entries(ROWS).flatMap(([phase, row]) =>
  row.split(' ').map((next, i) => [phase as Phase, SIGNS[i] as Sign, next] as const),
)

describe('when a turn of opencode has ended', () => {
  it.each(CELLS)('%s + %s → %s', (phase, sign, next) => {
    expect(PHASES[phase][sign]).toBe(next)
  })

  it('is never decided by an idle that comes before an answer or an error', () => {
    for (const phase of ['sent', 'seen'] as const) expect(PHASES[phase].idle).toBe(phase)
  })
})

const answer = (more: Partial<Answer>): Answer => ({
  role: 'assistant',
  id: 'msg_2',
  sessionID: 'ses_1',
  parentID: 'msg_1',
  time: { created: 1, completed: 2 },
  ...more,
})
const open = { time: { created: 1 } }

describe('how a turn of opencode has ended', () => {
  it.each([
    ['a stop', answer({ finish: 'stop' }), false, { outcome: 'completed', stopReason: 'end_turn' }],
    ['a denial', answer({ finish: 'tool-calls' }), false, { outcome: 'completed', stopReason: 'end_turn' }],
    ['a length', answer({ finish: 'length' }), false, { outcome: 'completed', stopReason: 'max_tokens' }],
    [
      'a filter',
      answer({ finish: 'content-filter' }),
      false,
      { outcome: 'completed', stopReason: 'refusal' },
    ],
    ['an abort', answer({ error: { name: 'MessageAbortedError' } }), true, { outcome: 'cancelled' }],
    ['an abort without an error', answer({}), true, { outcome: 'cancelled' }],
    ['an abort that left it open', answer(open), true, { outcome: 'cancelled' }],
    ['a stop that came before the abort', answer({ finish: 'stop' }), true, { outcome: 'completed' }],
    ['no end', answer(open), false, { outcome: 'failed', error: { code: 'agent.failed' } }],
    [
      'an error of the provider',
      answer({ error: { name: 'APIError', data: { message: 'no' } } }),
      false,
      { outcome: 'failed', error: { code: 'agent.failed', message: 'no' } },
    ],
  ])('%s', (_, last, cancelled, how) => {
    expect(settlement({ answer: last, error: null, cancelled })).toMatchObject(how)
  })

  it('names a model that is not there', () => {
    const error = { name: 'UnknownError', data: { message: 'Model not found: mock/x.' } }
    const how = settlement({ answer: null, error, cancelled: false })
    expect(how).toMatchObject({ outcome: 'failed', error: { code: 'agent.no_model' } })
  })
})
