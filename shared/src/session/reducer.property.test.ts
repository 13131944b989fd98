import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { deepFreeze } from '../testing/deep-freeze.ts'
import { sessionLog } from '../testing/session-log.ts'
import { EventBody, type SessionEvent } from './event.ts'
import { reduce, replay } from './reducer.ts'
import { historyPage, prepend, trim } from './snapshot.ts'
import { type Block, SessionState, type Turn } from './state.ts'
import { TurnState } from './turn-state.ts'
import { sumUsage } from './usage.ts'

const whole = (log: readonly SessionEvent[]): SessionState => {
  const state = replay(null, log)
  if (!state) throw new Error('an empty log')
  return state
}
const turnsOf = (state: SessionState): Turn[] => [
  ...state.settled,
  ...(state.current ? [state.current] : []),
  ...state.queued,
]
const blocksOf = (turn: Turn): Block[] => [...turn.blocks, ...turn.open].sort((a, b) => a.n - b.n)
/** Who waits, by the log alone: first in, first out, but for a new order and for a turn that goes back to the front. */
const queueOf = (log: readonly SessionEvent[]): number[] => {
  let queue: number[] = []
  for (const event of log) {
    if (event.type === 'prompt.admitted') queue.push(event.turn)
    else if (event.type === 'queue.ordered') {
      const first = event.turns.filter((n) => queue.includes(n))
      queue = [...first, ...queue.filter((n) => !first.includes(n))]
    } else if (event.type === 'turn.settled' || (event.type === 'turn.moved' && event.to === 'starting'))
      queue = queue.filter((n) => n !== event.turn)
    else if (event.type === 'turn.moved' && event.to === 'queued' && !queue.includes(event.turn))
      queue.unshift(event.turn)
  }
  return queue
}
const cut = (log: readonly SessionEvent[], at: number) => {
  const k = 1 + (at % log.length)
  return [log.slice(0, k), log.slice(k)] as const
}

describe('any log', () => {
  test('every event fits the schema, and so does the state after every prefix', () => {
    fc.assert(
      fc.property(sessionLog(60), (log) => {
        let state: SessionState | null = null
        for (const event of log) {
          const { seq, ...body } = event
          v.parse(EventBody, body)
          state = reduce(state, event)
          expect(v.parse(SessionState, state)).toEqual(state)
          expect(state.seq).toBe(seq)
        }
      }),
    )
  })

  test('nothing that was given is changed', () => {
    fc.assert(
      fc.property(sessionLog(), (log) => {
        let state: SessionState | null = null
        for (const event of log) state = deepFreeze(reduce(state, deepFreeze(event)))
      }),
    )
  })

  test('snapshot and tail give what the whole log gives', () => {
    fc.assert(
      fc.property(sessionLog(), fc.nat(), (log, at) => {
        const [before, tail] = cut(log, at)
        const snapshot = structuredClone(whole(before))
        expect(replay(snapshot, tail)).toEqual(whole(log))
      }),
    )
  })

  test('trimming before the tail or after it is the same', () => {
    fc.assert(
      fc.property(sessionLog(), fc.nat(), fc.nat({ max: 4 }), (log, at, keep) => {
        const [before, tail] = cut(log, at)
        const early = replay(trim(whole(before), keep), tail)
        expect(early && trim(early, keep)).toEqual(trim(whole(log), keep))
      }),
    )
  })

  test('pages of history before a trimmed state give the whole again', () => {
    fc.assert(
      fc.property(sessionLog(), fc.nat(), fc.integer({ min: 1, max: 3 }), (log, at, limit) => {
        const [before, tail] = cut(log, at)
        const all = whole(log)
        let state = replay(trim(whole(before), 1), tail)
        while (state && state.earlier > 0) {
          const page = historyPage(all, state.settled[0]?.n ?? Number.POSITIVE_INFINITY, limit)
          const next = prepend(state, page.turns, page.earlier)
          expect(next.earlier).toBeLessThan(state.earlier)
          expect(prepend(next, page.turns, page.earlier)).toBe(next)
          state = next
        }
        expect(state).toEqual(all)
      }),
    )
  })

  test('a turn is in the list of its state, the lists are in order, and one turn is current', () => {
    fc.assert(
      fc.property(sessionLog(), (log) => {
        const state = whole(log)
        const numbers = [...state.settled, ...state.queued].map((turn) => turn.n)
        const admitted = log.filter((event) => event.type === 'prompt.admitted').map((event) => event.turn)
        expect(
          turnsOf(state)
            .map((turn) => turn.n)
            .sort((a, b) => a - b),
        ).toEqual(admitted)
        expect(new Set(numbers).size).toBe(numbers.length)
        const settled = state.settled.map((turn) => turn.n)
        expect(settled).toEqual([...settled].sort((a, b) => a - b))
        expect(state.queued.map((turn) => turn.n)).toEqual(queueOf(log))
        expect(state.queued.every((turn) => /^(queued|steering)$/.test(turn.state))).toBe(true)
        expect(state.settled.every((turn) => turn.settledAt !== null && turn.open.length === 0)).toBe(true)
        expect(state.current?.state ?? 'running').toMatch(/^(starting|running|waiting)$/)
      }),
    )
  })

  test('text is the concatenation of its deltas, block by block', () => {
    fc.assert(
      fc.property(sessionLog(), (log) => {
        const texts = new Map<string, string>()
        const taken = new Set<string>()
        for (const event of log) {
          if (!('block' in event)) continue
          const key = `${event.turn}/${event.block}`
          if (event.type === 'text' && !taken.has(key)) texts.set(key, (texts.get(key) ?? '') + event.text)
          else if (event.type !== 'text' && !texts.has(key)) taken.add(key)
        }
        const shown = turnsOf(whole(log)).flatMap((turn) =>
          blocksOf(turn).flatMap((block) =>
            'text' in block ? [[`${turn.n}/${block.n}`, block.text] as const] : [],
          ),
        )
        expect(new Map(shown)).toEqual(texts)
      }),
    )
  })

  test('usage is the sum of the steps, for each turn and the session', () => {
    fc.assert(
      fc.property(sessionLog(), (log) => {
        const state = whole(log)
        const steps = log.filter((event) => event.type === 'usage')
        expect(state.usage).toEqual(sumUsage(steps.map((step) => step.usage)))
        for (const turn of turnsOf(state)) {
          expect(turn.usage).toEqual(
            sumUsage(steps.filter((step) => step.turn === turn.n).map((step) => step.usage)),
          )
        }
      }),
    )
  })
})

test('the logs of these tests hold every kind of event, every state of a turn, and open blocks', () => {
  const events = new Set<string>()
  const states = new Set<string>()
  let open = 0
  for (const log of fc.sample(sessionLog(), { numRuns: 200, seed: 1 })) {
    for (const event of log) events.add(event.type)
    for (const turn of turnsOf(whole(log))) {
      states.add(turn.state)
      open = Math.max(open, turn.open.length)
    }
  }
  expect([...events].sort()).toEqual(EventBody.options.map((option) => option.entries.type.literal).sort())
  expect([...states].sort()).toEqual([...TurnState.options].sort())
  expect(open).toBeGreaterThan(2)
})
