import { TurnState } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { anId, aRequest } from '../../testing/build.ts'
import { fakeHost } from '../../testing/fake-host.ts'
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
  const row = (id: string, archived = false): Row =>
    ({ key: `h/${id}`, session: { id, archived } }) as unknown as Row

  it('is requests as they wait, then sessions that ended badly and are not archived', () => {
    const [host, other] = [fakeHost(), fakeHost({ id: anId(0x99) })]
    const pending = [
      { host, request: aRequest({ id: anId(2) }), at: 1 },
      { host: other, request: aRequest({ id: anId(1) }), at: 2 },
    ]
    const needs = needsOf(pending, [row('x'), row('y'), row('z', true)], ({ session }) => session.id !== 'y')
    expect(needs.map(({ key }) => key)).toEqual([
      `request/${host.id}/${anId(2)}`,
      `request/${other.id}/${anId(1)}`,
      'ended/h/x',
    ])
  })
})
