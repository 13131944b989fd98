import { describe, expect, test } from 'vitest'
import type { EventBody, SessionEvent } from './event.ts'
import { reduce, replay, SeqError } from './reducer.ts'
import { trim } from './snapshot.ts'
import type { Block, SessionState, Turn } from './state.ts'

const whole = (log: readonly SessionEvent[]): SessionState => {
  const state = replay(null, log)
  if (!state) throw new Error('an empty log')
  return state
}
const blocksOf = (turn: Turn): Block[] => [...turn.blocks, ...turn.open].sort((a, b) => a.n - b.n)
const CREATED: EventBody = {
  type: 'session.created',
  at: 1,
  title: 'A session',
  project: '0'.repeat(16),
  place: { kind: 'main', path: '/home/alice/project', branch: null },
  agent: 'opencode',
}
const admitted = (turn: number): EventBody => ({
  type: 'prompt.admitted',
  at: 2,
  turn,
  prompt: turn.toString(16).padStart(32, '0'),
  content: [{ type: 'text', text: 'hello' }],
  agent: 'opencode',
  by: null,
})
const moved = (turn: number, to: 'queued' | 'steering' | 'starting' | 'running' | 'waiting'): EventBody => ({
  type: 'turn.moved',
  at: 3,
  turn,
  to,
})
const text = (turn: number, block: number, words = 'word '): EventBody => ({
  type: 'text',
  turn,
  block,
  kind: 'message',
  text: words,
})
const settled = (turn: number, outcome: 'completed' | 'cancelled' | 'unknown' = 'completed'): EventBody => ({
  type: 'turn.settled',
  at: 9,
  turn,
  outcome,
})
const numbered = (bodies: readonly EventBody[]): SessionEvent[] =>
  bodies.map((body, index) => ({ ...body, seq: index + 1 }))
const stateAfter = (...bodies: readonly EventBody[]): SessionState => whole(numbered([CREATED, ...bodies]))
const then = (state: SessionState, body: EventBody): SessionState =>
  reduce(state, { ...body, seq: state.seq + 1 })
const running = (turn: number): EventBody[] => [
  admitted(turn),
  moved(turn, 'starting'),
  moved(turn, 'running'),
]

describe('order', () => {
  test.each([0, 1, 2, 4, 99])('event %i after event 2 is refused', (seq) => {
    const state = stateAfter(admitted(1))
    expect(() => reduce(state, { ...admitted(2), seq })).toThrow(new SeqError(3, seq))
  })

  test('a log begins with session.created', () => {
    expect(() => reduce(null, { ...admitted(1), seq: 1 })).toThrow(SeqError)
    expect(() => reduce(null, { ...CREATED, seq: 2 })).toThrow(SeqError)
  })
})

describe('cost', () => {
  const transcript = (turns: number): SessionState =>
    stateAfter(
      ...Array.from({ length: turns }, (_, i) => [...running(i + 1), text(i + 1, 0), settled(i + 1)]).flat(),
      ...running(turns + 1),
      ...Array.from({ length: 50 }, (_, i) => text(turns + 1, i)),
    )

  test.each([1, 300])('a delta after %i turns reads no settled turn and no finished block', (turns) => {
    const state = transcript(turns)
    const current = state.current as Turn
    let touched = 0
    const watched = <T extends object>(list: T): T =>
      new Proxy(list, {
        get: (target, key, receiver) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) touched += 1
          return Reflect.get(target, key, receiver)
        },
        ownKeys: (target) => {
          touched += 1000
          return Reflect.ownKeys(target)
        },
      })
    const settledTurns = watched(state.settled)
    const blocks = watched(current.blocks)
    const queued = watched(state.queued)
    let next: SessionState = { ...state, settled: settledTurns, queued, current: { ...current, blocks } }
    for (let i = 0; i < 100; i += 1) next = then(next, text(turns + 1, 49))
    expect(touched).toBe(0)
    expect(next.settled).toBe(settledTurns)
    expect(next.current?.blocks).toBe(blocks)
    expect(next.current?.open).toHaveLength(1)
  })

  test('what did not change is the same object', () => {
    const state = transcript(5)
    const next = then(then(state, settled(6)), admitted(7))
    for (const [i, turn] of state.settled.entries()) expect(next.settled[i]).toBe(turn)
    for (const [i, block] of (state.current?.blocks ?? []).entries()) {
      expect(next.settled[5]?.blocks[i]).toBe(block)
    }
  })

  test('blocks that grow in turn never keep more than a few open', () => {
    let state = stateAfter(...running(1), ...Array.from({ length: 40 }, (_, i) => text(1, i)))
    for (let round = 0; round < 3; round += 1) {
      for (let block = 0; block < 40; block += 1) {
        state = then(state, text(1, block))
        expect(state.current?.open.length).toBeLessThanOrEqual(8)
      }
    }
    expect(state.current && blocksOf(state.current).map((block) => 'text' in block && block.text)).toEqual(
      Array.from({ length: 40 }, () => 'word word word word '),
    )
  })
})

describe('blocks', () => {
  const tool = (block: number, more: object = {}): EventBody => ({
    type: 'tool',
    at: 5,
    turn: 1,
    block,
    call: 'call_1',
    ...more,
  })

  test('a new block ends the text before it, and late text opens it again', () => {
    const two = stateAfter(...running(1), text(1, 0, 'a'), text(1, 1, 'b'))
    expect(two.current?.blocks.map((block) => block.n)).toEqual([0])
    const late = then(two, text(1, 0, 'A'))
    expect(late.current?.open).toEqual([
      { type: 'message', n: 0, text: 'aA' },
      { type: 'message', n: 1, text: 'b' },
    ])
    expect(late.current?.blocks).toEqual([])
  })

  test('a tool stays open until it is finished; absent fields keep their value', () => {
    const open = stateAfter(
      ...running(1),
      tool(0, { title: 'ls', status: 'in_progress', kind: 'execute' }),
      text(1, 1),
    )
    expect(open.current?.open.map((block) => block.n)).toEqual([0, 1])
    const done = then(open, tool(0, { status: 'completed', content: [{ type: 'text', text: 'out' }] }))
    expect(done.current?.open.map((block) => block.n)).toEqual([1])
    expect(done.current?.blocks[0]).toMatchObject({ title: 'ls', kind: 'execute', status: 'completed' })
    const again = then(done, tool(0, { status: 'in_progress' }))
    expect(again.current?.open.map((block) => block.n)).toEqual([0, 1])
    expect(again.current?.blocks).toEqual([])
  })

  test('a tool that never reported its end is unfinished when its turn ends', () => {
    const state = stateAfter(...running(1), tool(0, { status: 'in_progress' }), settled(1, 'cancelled'))
    expect(state.settled[0]?.blocks[0]).toMatchObject({ status: 'unfinished' })
  })

  test('a number that is taken by another kind of block keeps it', () => {
    const state = stateAfter(...running(1), tool(0, { status: 'completed' }), text(1, 0), text(1, 1), tool(1))
    expect(state.current && blocksOf(state.current).map((block) => block.type)).toEqual(['tool', 'message'])
    expect(state.current?.open).toEqual([{ type: 'message', n: 1, text: 'word ' }])
  })
})

describe('what a log should not hold changes nothing but seq', () => {
  const unchanged = (state: SessionState, body: EventBody): void => {
    const { seq, updatedAt, ...rest } = then(state, body)
    const { seq: seqBefore, updatedAt: _, ...before } = state
    expect(rest).toEqual(before)
    expect(seq).toBe(seqBefore + 1)
    expect(updatedAt).toBe('at' in body ? body.at : state.updatedAt)
  }
  const request = { turn: 1, request: '1'.repeat(32), at: 7 }

  test.each([
    ['a second session.created', [], CREATED],
    ['a turn that is admitted twice', [admitted(1)], admitted(1)],
    ['a move of a turn that is not there', [], moved(1, 'running')],
    ['a move that the table has no cell for', [admitted(1)], moved(1, 'waiting')],
    ['a running turn that is queued', running(1), moved(1, 'queued')],
    ['a second current turn', [...running(1), admitted(2)], moved(2, 'starting')],
    ['a second end', [...running(1), settled(1)], settled(1, 'cancelled')],
    ['a queued turn that completes', [admitted(1)], settled(1)],
    ['text of a queued turn', [admitted(1)], text(1, 0)],
    ['text after the end', [...running(1), settled(1)], text(1, 0)],
    ['a plan after the end', [...running(1), settled(1)], { type: 'plan', at: 7, turn: 1, entries: [] }],
    [
      'raw after the end',
      [...running(1), settled(1)],
      { type: 'raw', at: 7, turn: 1, block: 0, source: 'x', detail: '' },
    ],
    [
      'a tool after the end',
      [...running(1), settled(1)],
      { type: 'tool', at: 7, turn: 1, block: 0, call: 'c' },
    ],
    [
      'a request after the end',
      [...running(1), settled(1)],
      { type: 'request.opened', kind: 'permission', title: '', ...request },
    ],
    [
      'an end of a request that is not there',
      running(1),
      { type: 'request.settled', outcome: 'allowed', by: null, ...request },
    ],
    [
      'a choice about a turn that completed',
      [...running(1), settled(1)],
      { type: 'turn.resolved', at: 7, turn: 1, choice: 'retry', by: '0'.repeat(32) },
    ],
  ] satisfies [string, EventBody[], EventBody][])('%s', (_, before, body) =>
    unchanged(stateAfter(...before), body),
  )
})

describe('what still counts after the end of a turn', () => {
  const ended = stateAfter(...running(1), settled(1, 'unknown'))
  const usage = { input: 1, output: 2, cached: 3, reasoning: 4, cost: 0.5 }

  test('usage, for the turn and the session', () => {
    const state = then(ended, { type: 'usage', at: 9, turn: 1, usage })
    expect(state.settled[0]?.usage).toEqual(usage)
    expect(state.usage).toEqual(usage)
  })

  test('usage of a turn that is not loaded, for the session alone', () => {
    const state = then(trim(ended, 0), { type: 'usage', at: 9, turn: 1, usage })
    expect(state.usage).toEqual(usage)
    expect(state.settled).toEqual([])
  })

  test('the choice of a person about an unknown turn', () => {
    const state = then(ended, {
      type: 'turn.resolved',
      at: 9,
      turn: 1,
      choice: 'abandon',
      by: '0'.repeat(32),
    })
    expect(state.settled[0]?.resolved).toBe('abandon')
  })

  test('the end of a request', () => {
    const request = '1'.repeat(32)
    const opened: EventBody = {
      type: 'request.opened',
      at: 4,
      turn: 1,
      request,
      kind: 'permission',
      title: 'ls',
    }
    const closed: EventBody = {
      type: 'request.settled',
      at: 9,
      turn: 1,
      request,
      outcome: 'withdrawn',
      by: null,
    }
    const state = then(stateAfter(...running(1), opened, settled(1)), closed)
    expect(state.settled[0]?.requests).toEqual([
      { id: request, kind: 'permission', title: 'ls', outcome: 'withdrawn', by: null, rule: null },
    ])
  })

  test('notices, the newest of them', () => {
    let state = ended
    for (let i = 0; i < 60; i += 1) {
      state = then(state, { type: 'notice', at: i, turn: 1, level: 'info', code: 'retry', text: `${i}` })
      state = then(state, { type: 'notice', at: i, level: 'info', code: 'agent', text: `${i}` })
    }
    for (const notices of [state.notices, state.settled[0]?.notices ?? []]) {
      expect(notices).toHaveLength(50)
      expect(notices.at(-1)?.text).toBe('59')
    }
  })
})

test('a turn that is queued again waits in its old place, without a start', () => {
  const state = stateAfter(admitted(1), admitted(2), moved(1, 'starting'), moved(1, 'queued'))
  expect(state.current).toBeNull()
  expect(state.queued.map((turn) => [turn.n, turn.startedAt])).toEqual([
    [1, null],
    [2, null],
  ])
})
