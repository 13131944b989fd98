import { describe, expect, test } from 'vitest'
import type { EventBody, SessionEvent } from './event.ts'
import { replay } from './reducer.ts'
import type { SessionState } from './state.ts'

const ALICE = 'a'.repeat(32)
const created: EventBody = {
  type: 'session.created',
  at: 1,
  title: '',
  project: '0'.repeat(16),
  place: { kind: 'main', path: '/p', branch: null },
  agent: 'opencode',
}
const admitted = (turn: number, over: { agent?: string; delivery?: 'steer' } = {}): EventBody => ({
  type: 'prompt.admitted',
  at: 2,
  turn,
  prompt: turn.toString(16).padStart(32, '0'),
  content: [{ type: 'text', text: `prompt ${turn}` }],
  agent: 'opencode',
  by: ALICE,
  ...over,
})
const moved = (turn: number, to: 'queued' | 'steering' | 'starting' | 'running'): EventBody => ({
  type: 'turn.moved',
  at: 3,
  turn,
  to,
})
const ordered = (...turns: number[]): EventBody => ({ type: 'queue.ordered', at: 4, turns, by: ALICE })
const stateAfter = (...bodies: EventBody[]): SessionState => {
  const log = [created, ...bodies].map((body, i): SessionEvent => ({ ...body, seq: i + 1 }))
  const state = replay(null, log)
  if (state === null) throw new Error('an empty log')
  return state
}
const queue = (state: SessionState): number[] => state.queued.map((turn) => turn.n)
const three = [1, 2, 3].map((turn) => admitted(turn))

describe('the queue', () => {
  test('is first in, first out', () => {
    expect(queue(stateAfter(...three))).toEqual([1, 2, 3])
  })

  test.each([
    ['all of it', [3, 1, 2], [3, 1, 2]],
    ['some first', [3], [3, 1, 2]],
    ['one that is not there', [9, 2], [2, 1, 3]],
    ['one twice', [2, 2], [2, 1, 3]],
  ])('takes a new order: %s', (_what, order, expected) => {
    expect(queue(stateAfter(...three, ordered(...order)))).toEqual(expected)
  })

  test('keeps its order when a turn at its front was not sent after all, and new ones come last', () => {
    const state = stateAfter(...three, ordered(3, 2), moved(3, 'starting'), moved(3, 'queued'), admitted(4))
    expect(queue(state)).toEqual([3, 2, 1, 4])
  })

  test('an edit changes what waits and counts; what runs stays as it was sent', () => {
    const edited = (turn: number): EventBody => ({
      type: 'prompt.edited',
      at: 5,
      turn,
      content: [{ type: 'text', text: 'better' }],
      by: ALICE,
    })
    const state = stateAfter(...three, edited(2), edited(2), moved(1, 'starting'), edited(1))
    expect(state.queued[0]?.prompt).toMatchObject({ content: [{ text: 'better' }], edits: 2 })
    expect(state.current?.prompt).toMatchObject({ content: [{ text: 'prompt 1' }], edits: 0 })
  })
})

describe('a prompt that steers', () => {
  const running = [admitted(1), moved(1, 'starting'), moved(1, 'running')]
  const steering = [...running, admitted(2, { delivery: 'steer' }), moved(2, 'steering')]

  test('stands in the queue while the agent has it, and cannot be changed', () => {
    const [turn] = stateAfter(...steering).queued
    expect(turn).toMatchObject({ n: 2, state: 'steering', prompt: { delivery: 'steer' } })
  })

  test('ends well inside the turn that took it in, and says where', () => {
    const joined = { turn: 1, block: 4 }
    const state = stateAfter(...steering, {
      type: 'turn.settled',
      at: 6,
      turn: 2,
      outcome: 'completed',
      joined,
    })
    expect(state.settled).toMatchObject([{ n: 2, state: 'completed', joined }])
    expect(state.current?.n).toBe(1)
  })

  test('cannot end well by itself', () => {
    const state = stateAfter(...steering, { type: 'turn.settled', at: 6, turn: 2, outcome: 'completed' })
    expect(state.queued).toMatchObject([{ n: 2, state: 'steering' }])
  })

  test('comes back to its place where the agent did not take it', () => {
    const state = stateAfter(...steering, admitted(3), moved(2, 'queued'))
    expect(state.queued).toMatchObject([
      { n: 2, state: 'queued' },
      { n: 3, state: 'queued' },
    ])
  })
})

describe('what is known of a running turn beside its text', () => {
  const running = [admitted(1, { agent: 'codex' }), moved(1, 'starting'), moved(1, 'running')]
  const quiet: EventBody = { type: 'turn.quiet', at: 9, turn: 1, since: 3, status: 'busy' }
  const stopping: EventBody = { type: 'turn.stopping', at: 9, turn: 1, step: 'asked', by: ALICE }

  test('who does it, what that agent remembers, and what it was told', () => {
    const digest = { from: 1, to: 1 }
    const state = stateAfter(...running, {
      type: 'turn.attached',
      at: 5,
      turn: 1,
      memory: 'replayed',
      digest,
    })
    expect(state.current).toMatchObject({ agent: 'codex', memory: 'replayed', digest })
  })

  test.each<[string, EventBody]>([
    ['text', { type: 'text', turn: 1, block: 0, kind: 'message', text: 'x' }],
    ['a tool', { type: 'tool', at: 10, turn: 1, block: 0, call: 'c' }],
    ['a plan', { type: 'plan', at: 10, turn: 1, entries: [] }],
    ['something unknown', { type: 'raw', at: 10, turn: 1, block: 0, source: 'codex', detail: '{}' }],
    [
      'a request',
      { type: 'request.opened', at: 10, turn: 1, request: 'b'.repeat(32), kind: 'question', title: '' },
    ],
  ])('quiet until %s is heard', (_what, news) => {
    expect(stateAfter(...running, quiet).current?.quiet).toEqual({ since: 3, status: 'busy' })
    expect(stateAfter(...running, quiet, news).current?.quiet).toBeNull()
  })

  test('who stops it stays known when it has ended, and it is not quiet any more', () => {
    const state = stateAfter(...running, quiet, stopping, {
      type: 'turn.settled',
      at: 9,
      turn: 1,
      outcome: 'cancelled',
    })
    expect(state.settled[0]).toMatchObject({ stopping: { step: 'asked', at: 9, by: ALICE }, quiet: null })
  })

  test('a sub-agent’s call keeps its parent', () => {
    const tool = { type: 'tool', at: 10, turn: 1, block: 0, call: 'c' } as const
    const state = stateAfter(...running, { ...tool, parent: 'task' }, { ...tool, status: 'in_progress' })
    expect(state.current?.open[0]).toMatchObject({ parent: 'task' })
  })
})
