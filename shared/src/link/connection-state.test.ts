import { describe, expect, it } from 'vitest'
import {
  CONNECTION_TABLE,
  type ConnectionEvent,
  type ConnectionState,
  hasChannel,
  isOver,
} from './connection-state.ts'

const EVENTS: ConnectionEvent[] = [
  'dial',
  'line',
  'pipe',
  'shaken',
  'attached',
  'gone',
  'lost',
  'refuse',
  'revoke',
  'hold',
  'release',
  'close',
]

/** What leads elsewhere, cell by cell; every other cell stays where it is. */
const MOVES: Record<ConnectionState, Partial<Record<ConnectionEvent, ConnectionState>>> = {
  offline: { dial: 'dialling', refuse: 'refused', revoke: 'revoked', hold: 'paused', close: 'closed' },
  paused: { revoke: 'revoked', release: 'offline', close: 'closed' },
  dialling: {
    line: 'waiting',
    lost: 'offline',
    refuse: 'refused',
    revoke: 'revoked',
    hold: 'paused',
    close: 'closed',
  },
  waiting: {
    pipe: 'handshaking',
    lost: 'offline',
    refuse: 'refused',
    revoke: 'revoked',
    hold: 'paused',
    close: 'closed',
  },
  handshaking: {
    shaken: 'attaching',
    gone: 'waiting',
    lost: 'offline',
    refuse: 'refused',
    revoke: 'revoked',
    hold: 'paused',
    close: 'closed',
  },
  attaching: {
    attached: 'live',
    gone: 'waiting',
    lost: 'offline',
    refuse: 'refused',
    revoke: 'revoked',
    hold: 'paused',
    close: 'closed',
  },
  live: {
    gone: 'waiting',
    lost: 'offline',
    refuse: 'refused',
    revoke: 'revoked',
    hold: 'paused',
    close: 'closed',
  },
  refused: { dial: 'dialling', hold: 'paused', revoke: 'revoked', close: 'closed' },
  revoked: { close: 'closed' },
  closed: {},
}

const STATES = Object.keys(MOVES) as ConnectionState[]

describe('the connection table', () => {
  it('knows these states and no others', () =>
    expect(Object.keys(CONNECTION_TABLE).sort()).toEqual([...STATES].sort()))

  for (const state of STATES) {
    for (const event of EVENTS) {
      const to = MOVES[state][event] ?? state
      it(`${state}: ${event} → ${to}`, () => expect(CONNECTION_TABLE[state][event]).toBe(to))
    }
  }

  it('can send only through a channel, and never after the end', () => {
    expect(STATES.filter(hasChannel)).toEqual(['attaching', 'live'])
    expect(STATES.filter(isOver)).toEqual(['revoked', 'closed'])
  })
})
