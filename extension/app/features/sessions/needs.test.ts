import type { RequestView } from '@hearth/shared/link'
import { TurnState } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { endedBadly, isUnread, needsOf } from './needs.ts'
import type { Row } from './rows.ts'

const AT = { at: 10, pairedAt: 5 }

describe('unread', () => {
  it('is what ended since the last look', () => {
    expect(isUnread({ state: 'completed', seq: 7 }, { seq: 6, choice: false }, AT)).toBe(true)
    expect(isUnread({ state: 'completed', seq: 7 }, { seq: 7, choice: false }, AT)).toBe(false)
    expect(isUnread({ state: 'completed', seq: 7 }, { seq: 8, choice: false }, AT)).toBe(false)
  })

  it('is nothing that ended before this device was paired', () => {
    expect(isUnread({ state: 'completed', seq: 7 }, null, { at: 10, pairedAt: 20 })).toBe(false)
    expect(isUnread({ state: 'completed', seq: 7 }, null, { at: 10, pairedAt: 5 })).toBe(true)
  })

  it.each([null, ...TurnState.options])('%s: only when it ended', (state) => {
    const ended = ['completed', 'failed', 'cancelled', 'unknown'].includes(state ?? '')
    expect(isUnread({ state, seq: 7 }, { seq: 1, choice: false }, AT)).toBe(ended)
  })
})

describe('a bad end', () => {
  it('is a failure that was not seen', () => {
    expect(endedBadly('failed', null, true)).toBe(true)
    expect(endedBadly('failed', { seq: 1, choice: false }, false)).toBe(false)
  })
  it('is a doubt about what was done, until the choice is made', () => {
    expect(endedBadly('unknown', null, false)).toBe(true)
    expect(endedBadly('unknown', { seq: 1, choice: true }, false)).toBe(true)
    expect(endedBadly('unknown', { seq: 1, choice: false }, true)).toBe(true)
    expect(endedBadly('unknown', { seq: 1, choice: false }, false)).toBe(false)
  })
  it.each(['completed', 'cancelled', 'running', null] as const)('is not %s', (state) =>
    expect(endedBadly(state, null, true)).toBe(false),
  )
})

describe('what needs a person', () => {
  const request = (
    id: string,
    createdAt: number,
    state: RequestView['state'] = 'pending',
  ): [string, RequestView] => [
    id,
    {
      id,
      session: 's',
      turn: 1,
      content: { kind: 'question', questions: [], createdAt },
      state,
      outcome: null,
      by: null,
      error: null,
    },
  ]
  const row = (id: string, archived = false): Row =>
    ({ key: `h/${id}`, host: 'h', session: { id, archived }, project: null, at: 1 }) as unknown as Row

  it('is requests over all hosts by how long they wait, then sessions', () => {
    const hosts = [
      { id: 'laptop', skew: 0, requests: new Map([request('b', 20), request('a', 10)]) },
      { id: 'server', skew: 1000, requests: new Map([request('c', 1015)]) },
    ]
    const needs = needsOf(hosts, [row('x'), row('y'), row('z', true)], ({ session }) => session.id !== 'y')
    expect(needs.map((need) => (need.kind === 'request' ? need.request : need.row.session.id))).toEqual([
      'a',
      'c',
      'b',
      'x',
    ])
  })

  it('is no request that is over, and any that is not', () => {
    const states = [
      'pending',
      'sending',
      'received',
      'applied',
      'answered-elsewhere',
      'expired',
      'superseded',
      'failed',
    ] as const
    const requests = new Map(states.map((state, at) => request(state, at, state)))
    expect(needsOf([{ id: 'h', skew: 0, requests }], [], () => true).map((need) => need.key)).toEqual([
      'request/h/pending',
      'request/h/sending',
      'request/h/received',
      'request/h/expired',
      'request/h/failed',
    ])
  })
})
