import { describe, expect, test } from 'vitest'
import {
  canDecide,
  nextRequestState,
  REQUEST_TABLE,
  type RequestEvent,
  type RequestState,
} from './request-state.ts'
import { isSettled, TurnOutcome, TurnState } from './turn-state.ts'
import { movingEvent, nextTurnState, settlingEvent, TURN_TABLE, type TurnEvent } from './turn-table.ts'

/** Rows as text: the cells in the order of the columns, `-` for what can't happen. */
const cells = <S extends string, E extends string>(rows: Record<S, string>, columns: readonly E[]) =>
  Object.entries<string>(rows).flatMap(([state, row]) =>
    row.split(/\s+/).map((cell, i) => [state as S, columns[i] as E, cell === '-' ? null : cell] as const),
  )

describe('turn table', () => {
  const columns = [
    'steer',
    'join',
    'start',
    'accept',
    'wait',
    'resume',
    'requeue',
    'complete',
    'fail',
    'cancel',
    'lose',
  ] as const
  const rows: Record<TurnState, string> = {
    queued: 'steering - starting - - - - - failed cancelled -',
    steering: '- completed - - - - queued - failed cancelled unknown',
    starting: '- - - running - - queued completed failed cancelled unknown',
    running: '- - - - waiting - - completed failed cancelled unknown',
    waiting: '- - - - - running - completed failed cancelled unknown',
    completed: '- - - - - - - - - - -',
    failed: '- - - - - - - - - - -',
    cancelled: '- - - - - - - - - - -',
    unknown: '- - - - - - - - - - -',
  }

  test.each(cells<TurnState, TurnEvent>(rows, columns))('%s, %s: %s', (state, event, next) => {
    expect(nextTurnState(state, event)).toBe(next)
  })

  test('has no other cells', () => {
    expect(Object.keys(TURN_TABLE)).toEqual(TurnState.options)
    for (const row of Object.values(TURN_TABLE)) expect(Object.keys(row)).toEqual(columns)
  })

  test('every settling event settles with its outcome, and every move leads where the log says', () => {
    for (const outcome of TurnOutcome.options)
      expect(nextTurnState('running', settlingEvent({ outcome }))).toBe(outcome)
    expect(settlingEvent({ outcome: 'completed', joined: { turn: 1, block: null } })).toBe('join')
    for (const from of TurnState.options) {
      for (const to of ['queued', 'steering', 'starting', 'running', 'waiting'] as const) {
        const next = nextTurnState(from, movingEvent(from, to))
        expect(next === null || next === to).toBe(true)
        if (isSettled(from)) expect(next).toBeNull()
      }
    }
  })
})

describe('request table', () => {
  const columns = ['send', 'receive', 'apply', 'elsewhere', 'expire', 'withdraw', 'fail', 'list'] as const
  const rows: Record<RequestState, string> = {
    pending: 'sending - - answered-elsewhere - superseded - -',
    sending: '- received applied answered-elsewhere expired superseded failed -',
    received: '- - applied answered-elsewhere expired superseded failed -',
    applied: '- - - - - - - -',
    'answered-elsewhere': '- - - - - - - -',
    expired: 'sending - applied answered-elsewhere - superseded - pending',
    superseded: '- - - - - - - -',
    failed: 'sending - applied answered-elsewhere - superseded - pending',
  }

  test.each(cells<RequestState, RequestEvent>(rows, columns))('%s, %s: %s', (state, event, next) => {
    expect(REQUEST_TABLE[state][event]).toBe(next)
    expect(nextRequestState(state, event)).toBe(next ?? state)
  })

  test('only where something waits for a person can one decide', () => {
    const open = Object.keys(rows).filter((state) => canDecide(state as RequestState))
    expect(open).toEqual(['pending', 'expired', 'failed'])
  })
})
