import { replay, type SessionState } from '@hearth/shared/session'
import { sessionLog } from '@hearth/shared/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aMessage, anId, aState, aTool, aTurn, NOW } from '../../../testing/build.ts'
import { reuseRows, startChange } from './change.ts'
import type { Row } from './row.ts'
import { rowsOf, shapeOf, waitingOf } from './rows.ts'
import { blocksOf, childrenOf, runFrom } from './runs.ts'

const keys = (rows: readonly Row[]): string[] => rows.map(({ key }) => key)
const entry = (n: number) => ({
  id: anId(n),
  session: anId(1),
  content: [{ type: 'text' as const, text: `prompt ${n}` }],
  createdAt: NOW,
})

/** The state after each event of a log. */
const states = fc.tuple(sessionLog(200), fc.nat(200)).map(([log, at]) => {
  const before = replay(null, log.slice(0, Math.max(1, log.length - at)))
  const after = replay(before, log.slice(Math.max(1, log.length - at)))
  return [before, after] as const
})

const known = (state: SessionState | null): SessionState => {
  if (state === null) throw new Error('a log begins with session.created')
  return state
}

describe('the rows of a transcript', () => {
  it('have keys of their own', () => {
    fc.assert(
      fc.property(states, ([, after]) => {
        const all = keys(rowsOf(known(after), [entry(1)]))
        expect(new Set(all).size).toBe(all.length)
      }),
    )
  })

  it('stand in the order of turns and blocks, every block exactly once', () => {
    fc.assert(
      fc.property(states, ([, after]) => {
        const state = known(after)
        const rows = rowsOf(state, [])
        const turns = [...state.settled, ...(state.current === null ? [] : [state.current])]
        for (const turn of turns) {
          const blocks = blocksOf(turn)
          const told = rows.flatMap((row) => {
            if (row.type === 'block' && row.turn === turn.n) return [row.n]
            return row.type === 'run' && row.turn === turn.n ? runFrom(blocks, row.n).map(({ n }) => n) : []
          })
          if (rows.some(({ key }) => key === `p:${turn.prompt.id}`)) {
            expect(told).toEqual(blocks.map(({ n }) => n))
          }
        }
      }),
    )
  })

  it('keep their keys while the session goes on, but for runs that end and what comes and goes', () => {
    fc.assert(
      fc.property(states, ([before, after]) => {
        const now = new Set(keys(rowsOf(known(after), [])))
        const lost = rowsOf(known(before), []).filter(({ key }) => !now.has(key))
        const whole = known(after)
        const queued = known(after).queued.map(({ n }) => n)
        for (const row of lost) {
          // What others were put before waits above the composer again.
          if ('turn' in row && row.turn !== null && queued.includes(row.turn)) continue
          // A queued prompt that was withdrawn is told in another way; notices are kept by number.
          const isRun = row.type === 'run' || row.type === 'block'
          if (isRun) {
            const turn = [...whole.settled, whole.current].find((one) => one?.n === row.turn)
            const within = turn && blocksOf(turn).some((block) => block.n === row.n)
            expect(within).toBe(true)
          } else expect(['activity', 'memory', 'notice', 'prompt', 'withdrawn']).toContain(row.type)
        }
      }),
    )
  })

  it('follow from their shape and the finished blocks: what a delta changes is no part of them', () => {
    fc.assert(
      fc.property(states, ([before, after]) => {
        const [a, b] = [known(before), known(after)]
        const same =
          a.settled === b.settled &&
          a.notices === b.notices &&
          a.current?.blocks === b.current?.blocks &&
          shapeOf(a) === shapeOf(b)
        if (same) expect(rowsOf(a, [])).toEqual(rowsOf(b, []))
      }),
      { numRuns: 500 },
    )
  })

  it('fold reads and searches that follow one another, not those that failed', () => {
    const blocks = [
      aTool({ n: 0 }),
      aTool({ n: 1, kind: 'search' }),
      aTool({ n: 2, status: 'failed' }),
      aTool({ n: 3 }),
      aMessage('Done.', 4),
    ]
    const rows = rowsOf(aState({ settled: [aTurn({ blocks })] }), [])
    expect(rows.map(({ type }) => type)).toEqual(['prompt', 'run', 'block', 'run', 'block', 'end'])
    expect(runFrom(blocks, 0).map(({ n }) => n)).toEqual([0, 1])
  })

  it('show the calls of a sub-agent inside its own, and a run ends where one stands', () => {
    const blocks = [
      aTool({ n: 0 }),
      aTool({ n: 1, kind: 'think', call: 'task' }),
      aTool({ n: 2, parent: 'task' }),
      aTool({ n: 3 }),
      aTool({ n: 4, parent: 'task', kind: 'execute' }),
      aTool({ n: 5 }),
      aTool({ n: 6, parent: 'nobody' }),
    ]
    const rows = rowsOf(aState({ settled: [aTurn({ blocks })] }), [])
    expect(keys(rows).slice(1, -1)).toEqual(['b:1:0', 'b:1:1', 'b:1:3', 'b:1:5', 'b:1:6'])
    expect([0, 3, 5].map((n) => runFrom(blocks, n).length)).toEqual([1, 1, 1])
    expect(
      childrenOf(blocks)
        .get('task')
        ?.map(({ n }) => n),
    ).toEqual([2, 4])
  })

  it('show a prompt that joined a turn where the turn took it in, also while that goes on', () => {
    const blocks = [aTool({ n: 0 }), aTool({ n: 1 }), aMessage('Both.', 2)]
    const current = aTurn({ n: 1, state: 'running', stopReason: null, settledAt: null, blocks })
    const joined = (n: number, block: number | null) => aTurn({ n, blocks: [], joined: { turn: 1, block } })
    const before = rowsOf(aState({ current, settled: [] }), [])
    const after = rowsOf(aState({ current, settled: [joined(2, null), joined(3, 0), joined(4, 2)] }), [])
    expect(keys(before)).toEqual([`p:${anId(0x1001)}`, 'b:1:0', 'b:1:2', 'a:1'])
    expect(keys(after)).toEqual([
      `p:${anId(0x1001)}`,
      `p:${anId(0x1002)}`,
      'b:1:0',
      `p:${anId(0x1003)}`,
      'b:1:2',
      `p:${anId(0x1004)}`,
      'a:1',
    ])
    const notice = { level: 'warning' as const, code: 'host.steer_unanswered', text: 'No answer', at: NOW }
    const late = { ...joined(4, 2), notices: [notice] }
    const told = rowsOf(aState({ current, settled: [joined(2, null), joined(3, 0), late] }), [])
    expect(keys(told).slice(-3)).toEqual([`p:${anId(0x1004)}`, `n:4:${NOW}:0`, 'a:1'])
    const alone = rowsOf(aState({ settled: [joined(2, 0)], earlier: 1 }), [])
    expect(keys(alone)).toEqual([`p:${anId(0x1002)}`, 'e:2'])
  })

  it.each([
    ['the first prompt of a session', { memory: 'new' }, []],
    ['a warm agent', { n: 2, memory: 'warm' }, []],
    [
      'a warm agent that was told what others did',
      { n: 3, memory: 'warm', digest: { from: 2, to: 2 } },
      ['m:3'],
    ],
    ['an agent that is new here', { n: 2, memory: 'new', digest: { from: 1, to: 1 } }, ['m:2']],
    ['one that took up its memory', { n: 2, memory: 'resumed' }, ['m:2']],
    ['one that lost it', { n: 2, memory: 'replayed' }, ['m:2']],
  ] as const)('tell the memory of %s', (_what, over, told) => {
    const rows = rowsOf(aState({ settled: [aTurn({ ...over, blocks: [] })] }), [])
    expect(keys(rows).filter((key) => key.startsWith('m:'))).toEqual(told)
  })

  it('tell a notice where it belongs, by its time', () => {
    const notice = { level: 'info' as const, code: 'agent.retry', text: 'Trying again', at: NOW - 10 }
    const blocks = [
      aTool({ n: 0, kind: 'execute', startedAt: NOW - 20 }),
      aTool({ n: 1, kind: 'execute', startedAt: NOW }),
    ]
    const rows = rowsOf(aState({ settled: [aTurn({ blocks, notices: [notice] })] }), [])
    expect(keys(rows).slice(1, 4)).toEqual(['b:1:0', `n:1:${NOW - 10}:0`, 'b:1:1'])
  })

  it('show a prompt at once and keep its row when it is admitted', () => {
    const outgoing = rowsOf(aState({ settled: [] }), [entry(0x1001)])
    const admitted = rowsOf(
      aState({ settled: [], queued: [aTurn({ n: 1, state: 'queued', blocks: [] })] }),
      [],
    )
    expect(keys(outgoing)).toEqual(keys(admitted))
  })

  it('stand in the order in which turns ran, with what goes on last, where the queue was put into another', () => {
    const third = aTurn({ n: 3, startedAt: NOW - 20, settledAt: NOW - 10, blocks: [] })
    const first = aTurn({ n: 1, startedAt: NOW - 90, settledAt: NOW - 80, blocks: [] })
    const current = aTurn({ n: 2, state: 'running', startedAt: NOW, settledAt: null, blocks: [] })
    const shown = (state: SessionState) =>
      rowsOf(state, []).flatMap((row) => (row.type === 'prompt' ? [row.turn] : []))
    expect(shown(aState({ settled: [first, third], current }))).toEqual([1, 3, 2])
    const settled = [first, { ...current, state: 'completed' as const, settledAt: NOW + 5 }, third]
    expect(shown(aState({ settled }))).toEqual([1, 3, 2])
  })

  it('leave what waits behind a turn to the composer', () => {
    const current = aTurn({ n: 2, state: 'running' })
    const queued = [aTurn({ n: 3, state: 'queued' })]
    const state = aState({ current, queued })
    expect(waitingOf(state, [entry(9)])).toEqual({ queued, outgoing: [entry(9)] })
    expect(keys(rowsOf(state, [entry(9)]))).not.toContain(`p:${anId(9)}`)
  })
})

describe('reusing rows', () => {
  it('gives the lines of the new list, as the same objects where they are the same lines', () => {
    fc.assert(
      fc.property(states, ([before, after]) => {
        const old = rowsOf(known(before), [])
        const next = rowsOf(known(after), [])
        const reused = reuseRows(old, next)
        expect(reused).toEqual(next)
        for (const row of reused) {
          const same = old.find(({ key, type }) => key === row.key && type === row.type)
          if (same !== undefined && row.type !== 'prompt' && row.type !== 'notice') expect(row).toBe(same)
        }
        expect(reuseRows(old, [...old.map((row) => ({ ...row }))])).toBe(old)
      }),
    )
  })

  it('finds what was added or dropped at the start, and leaves the end alone', () => {
    const rows = rowsOf(aState({ settled: [1, 2, 3, 4].map((n) => aTurn({ n })) }), [])
    const later = rows.slice(3)
    expect(startChange(later, rows)).toEqual(rows)
    expect(startChange(rows.slice(3, 9), rows)).toEqual(rows.slice(0, 9))
    expect(startChange(rows.slice(0, 9), rows.slice(3))).toEqual(rows.slice(3, 9))
    expect(startChange(rows.slice(0, 9), rows)).toBeNull()
    expect(startChange([], rows)).toBeNull()
    expect(startChange(rows.slice(0, 3), rows.slice(6))).toBeNull()
  })
})
