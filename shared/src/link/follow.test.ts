import { describe, expect, it } from 'vitest'
import { HearthError } from '../protocol/index.ts'
import { replay, type SessionEvent, type SessionState } from '../session/index.ts'
import { systemClock } from './clock.ts'
import { Follow, type FollowUpdate } from './follow.ts'
import { ACK_EVENTS, MAX_RESYNCS } from './limits.ts'

const created: SessionEvent = {
  type: 'session.created',
  at: 1,
  title: 'A session',
  project: '00'.repeat(8),
  place: { kind: 'main', path: '/p', branch: null },
  agent: 'opencode',
  seq: 1,
}
const change = (seq: number): SessionEvent => ({
  type: 'session.changed',
  at: seq,
  title: `change ${seq}`,
  seq,
})
const stateAt = (seq: number): SessionState => {
  const events = Array.from({ length: seq - 1 }, (_, n) => change(n + 2))
  const state = replay(null, [created, ...events])
  if (state === null) throw new Error('no state')
  return state
}

const start = (from: SessionState | null) => {
  const told: FollowUpdate[] = []
  const asked: (number | null)[] = []
  const sent: unknown[] = []
  let refuse = (_error: HearthError): void => undefined
  const follow = new Follow('s', from, systemClock, (update) => told.push(update))
  follow.connect({
    subscribe: (_session, after, onError) => {
      asked.push(after)
      refuse = onError
      return asked.length
    },
    send: (message) => sent.push(message),
  })
  return {
    follow,
    told,
    asked,
    sent,
    refuse: (code: 'host.cursor' | 'host.unknown_session') => refuse(new HearthError(code)),
  }
}

describe('following a session', () => {
  it('continues after the state that it holds', () => {
    const { follow, asked, told } = start(stateAt(5))
    follow.events([change(6), change(7)])
    expect(asked).toEqual([5])
    expect(told).toMatchObject([{ type: 'events', state: { seq: 7, title: 'change 7' } }])
    follow.close()
  })

  it.each([
    ['a gap', [change(7)]],
    ['a repetition', [change(5)]],
    ['a gap inside', [change(6), change(8)]],
  ])('shows nothing of %s, and asks again from where it is', (_what, events) => {
    const { follow, asked, sent, told } = start(stateAt(5))
    follow.events(events)
    expect([asked, told, follow.state?.seq]).toEqual([[5, 5], [], 5])
    expect(sent).toEqual([{ t: 'unsubscribe', sub: 1 }])
    expect(follow.sub).toBe(2)
  })

  it('begins with a snapshot when asking again does not help, and gives up in the end', () => {
    const { follow, asked, told } = start(stateAt(5))
    for (let n = 0; n < MAX_RESYNCS + 1; n++) follow.events([change(9)])
    expect(asked).toEqual([5, 5, 5, 5, null])
    for (let n = 0; n < MAX_RESYNCS; n++) follow.events([change(9)])
    expect(told).toMatchObject([{ type: 'ended', error: { code: 'link.protocol' } }])
    expect(asked).toHaveLength(2 * MAX_RESYNCS + 1)
  })

  it('takes a snapshot where the host’s log does not reach as far as it was', () => {
    const { follow, asked, told, refuse } = start(stateAt(5))
    refuse('host.cursor')
    expect(asked).toEqual([5, null])
    follow.snapshot(stateAt(3))
    expect(told).toMatchObject([{ type: 'snapshot', state: { seq: 3 } }])
    follow.close()
  })

  it('ends where there is no such session', () => {
    const { told, refuse } = start(null)
    refuse('host.unknown_session')
    expect(told).toMatchObject([{ type: 'ended', error: { code: 'host.unknown_session' } }])
  })

  it('says how far it is after a number of events', () => {
    const { follow, sent } = start(stateAt(1))
    follow.events(Array.from({ length: ACK_EVENTS }, (_, n) => change(n + 2)))
    expect(sent).toEqual([{ t: 'ack', sub: 1, seq: ACK_EVENTS + 1 }])
  })
})
