import type { RequestView } from '@hearth/shared/link'
import { type RequestState, TurnState } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import type { Sight } from './sight.ts'
import { type StatusParts, sessionStatus } from './status.ts'

const HERE: Sight = { here: true }
const AWAY: Sight = { here: false, asOf: 0 }
const NOW = 3 * 60_000

const permission = (state: RequestState = 'pending'): Pick<RequestView, 'content' | 'state'> => ({
  state,
  content: { kind: 'unreadable', why: '' },
})
const question = (): Pick<RequestView, 'content' | 'state'> => ({
  state: 'pending',
  content: { kind: 'question', agent: 'opencode', questions: [], createdAt: 0 },
})

const parts = (
  over: Partial<StatusParts> & { state?: TurnState | null; queued?: number } = {},
): StatusParts => ({
  summary: {
    state: over.state === undefined ? 'completed' : over.state,
    queued: over.queued ?? 0,
    waiting: 0,
  },
  requests: [],
  agent: { label: 'opencode', state: 'ready', running: 1 },
  sight: HERE,
  unsent: 0,
  now: NOW,
  ...over,
})

const told = (over: Parameters<typeof parts>[0]): [string, string] => {
  const { tone, words } = sessionStatus(parts(over))
  return [tone, words]
}

describe('the status of a session', () => {
  it.each<[TurnState | null, string, string]>([
    [null, 'idle', 'Nothing asked yet'],
    ['queued', 'queued', 'Starts next'],
    ['starting', 'active', 'Starting'],
    ['running', 'active', 'Working'],
    ['completed', 'done', 'Done'],
    ['failed', 'failed', 'Failed'],
    ['cancelled', 'idle', 'Stopped'],
    ['unknown', 'choice', 'Stopped unexpectedly: you decide'],
  ])('%s', (state, tone, words) => expect(told({ state })).toEqual([tone, words]))

  it.each<[TurnState | null, string, string]>([
    [null, 'idle', 'Nothing asked yet'],
    ['queued', 'away', 'Starts next · as of 3 min ago'],
    ['starting', 'away', 'Was starting · as of 3 min ago'],
    ['running', 'away', 'Was working · as of 3 min ago'],
    ['waiting', 'needs', 'Needs an answer · as of 3 min ago'],
    ['completed', 'done', 'Done'],
    ['failed', 'failed', 'Failed'],
    ['cancelled', 'idle', 'Stopped'],
    ['unknown', 'choice', 'Stopped unexpectedly: you decide'],
  ])('%s, when the host is away', (state, tone, words) =>
    expect(told({ state, sight: AWAY })).toEqual([tone, words]),
  )

  it('says when that was, or that it never was', () => {
    const state = 'running'
    const at = (asOf: number | null) => told({ state, sight: { here: false, asOf } })[1]
    expect(at(NOW - 10_000)).toBe('Was working · as of a moment ago')
    expect(at(null)).toBe('Was working · not heard from yet')
  })

  it('says what it waits for', () => {
    const state = 'waiting'
    expect(told({ state, requests: [permission()] })).toEqual(['needs', 'Needs approval'])
    expect(told({ state, requests: [permission(), permission()] })).toEqual(['needs', 'Needs 2 approvals'])
    expect(told({ state, requests: [question()] })).toEqual(['needs', 'Asks a question'])
    expect(told({ state, requests: [question(), question()] })).toEqual(['needs', 'Asks 2 questions'])
    expect(told({ state, requests: [question(), permission()] })).toEqual(['needs', 'Needs 2 answers'])
    expect(told({ state, requests: [] })).toEqual(['needs', 'Needs an answer'])
  })

  it('counts a decision on its way as needed, and a finished one as not', () => {
    expect(told({ state: 'waiting', requests: [permission('sending')] })).toEqual(['needs', 'Needs approval'])
    expect(told({ state: 'waiting', requests: [permission('applied')] })).toEqual(['active', 'Working'])
    expect(told({ state: 'running', requests: [permission('superseded')] })).toEqual(['active', 'Working'])
  })

  it('hears of a request before the line that counts it', () => {
    expect(told({ state: 'running', requests: [permission()] })).toEqual(['needs', 'Needs approval'])
    const summary = { state: 'running', queued: 0, waiting: 1 } as const
    expect(told({ summary })).toEqual(['needs', 'Needs an answer'])
  })

  it('says how much is queued', () => {
    expect(told({ state: 'running', queued: 2 })).toEqual(['active', 'Working · 2 queued'])
    expect(told({ state: 'completed', queued: 1 })).toEqual(['queued', '1 queued'])
    expect(told({ state: 'unknown', queued: 1 })).toEqual([
      'choice',
      'Stopped unexpectedly: you decide · 1 queued',
    ])
    expect(told({ state: 'waiting', queued: 1, requests: [permission()] })).toEqual([
      'needs',
      'Needs approval · 1 queued',
    ])
  })

  it('says what this device has not sent', () => {
    expect(told({ unsent: 1 })).toEqual(['queued', '1 prompt not sent yet'])
    expect(told({ unsent: 2, sight: AWAY })).toEqual([
      'away',
      '2 prompts not sent yet · Done · as of 3 min ago',
    ])
    expect(told({ state: 'running', unsent: 1, sight: AWAY })).toEqual([
      'away',
      '1 prompt not sent yet · Was working · as of 3 min ago',
    ])
  })

  it('says why a turn does not start', () => {
    const state = 'starting'
    expect(told({ state, agent: { label: 'opencode', state: 'ready', running: 0 } })).toEqual([
      'active',
      'Starting opencode',
    ])
    expect(told({ state, agent: { label: 'opencode', state: 'missing', running: 0 } })).toEqual([
      'failed',
      'Waits: opencode is not installed',
    ])
    expect(told({ state, agent: { label: 'opencode', state: 'error', running: 0 } })).toEqual([
      'failed',
      'Waits: opencode does not start',
    ])
    expect(told({ state, agent: null })).toEqual(['active', 'Starting'])
  })

  it('lets no invisible text of an agent through', () => {
    expect(told({ state: 'starting', agent: { label: 'a\u202eb', state: 'loading', running: 0 } })[1]).toBe(
      'Starting a\\u{202e}b',
    )
  })

  it('has words for everything there can be', () => {
    for (const state of [...TurnState.options, null])
      for (const waiting of [0, 1, 3])
        for (const queued of [0, 1])
          for (const sight of [HERE, AWAY, { here: false, asOf: null } as const])
            for (const agent of ['ready', 'loading', 'error', 'missing', 'disabled'] as const)
              for (const requests of [[], [permission()], [question()], [permission('applied')]]) {
                const summary = { state, queued, waiting }
                const said = sessionStatus(
                  parts({ summary, sight, requests, agent: { label: 'a', state: agent, running: 0 } }),
                )
                expect(said.words).toMatch(/^\S.*[^·\s]$/)
              }
  })
})
