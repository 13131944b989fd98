import { beforeEach, describe, expect, test } from 'vitest'
import { STOP_ASK_MS, STOP_INTERRUPT_MS, STOP_KILL_MS } from './limits.ts'
import { STOPPING_TABLE, Stopping, type StoppingEvent, type StoppingState } from './stopping.ts'
import { ManualClock } from './testing/manual-clock.ts'

const ALICE = 'a1'.repeat(16)

let clock: ManualClock
let did: string[]
let killed: () => void
let failure: Error | null
let reports: unknown[]
let stopping: Stopping
beforeEach(() => {
  clock = new ManualClock()
  did = []
  reports = []
  failure = null
  stopping = new Stopping({
    clock,
    tell: (step, by) => did.push(`${step} by ${by === null ? 'host' : 'alice'}`),
    cancel: async () => {
      did.push('cancel')
      if (failure !== null) throw failure
    },
    kill: () => {
      did.push('kill')
      return failure === null ? new Promise((resolve) => (killed = resolve)) : Promise.reject(failure)
    },
    giveUp: () => did.push('give up'),
    report: (error) => reports.push(error),
  })
})

const calm = () => new Promise((resolve) => setImmediate(resolve))

describe('the table', () => {
  const columns = ['stop', 'due', 'settled', 'ended'] as const
  const rows: Record<StoppingState, string> = {
    idle: 'asked idle over over',
    asked: 'interrupted interrupted over over',
    interrupted: 'killed killed over over',
    killed: 'killed over over over',
    over: 'over over over over',
  }
  const cells = Object.entries(rows).flatMap(([state, row]) =>
    row.split(' ').map((next, at) => [state as StoppingState, columns[at] as StoppingEvent, next] as const),
  )

  test.each(cells)('%s, %s: %s', (state, event, next) => {
    expect(STOPPING_TABLE[state][event]).toBe(next)
  })

  test('has no other cells', () => {
    expect(Object.keys(STOPPING_TABLE)).toEqual(Object.keys(rows))
    for (const row of Object.values(STOPPING_TABLE)) expect(Object.keys(row)).toEqual(columns)
  })

  const toReach: Record<StoppingState, () => void> = {
    idle: () => undefined,
    asked: () => stopping.stop(ALICE),
    interrupted: () => {
      stopping.stop(ALICE)
      stopping.stop(ALICE)
    },
    killed: () => {
      for (let n = 0; n < 3; n++) stopping.stop(ALICE)
    },
    over: () => stopping.settled(),
  }
  const toHappen: Record<StoppingEvent, () => void> = {
    stop: () => stopping.stop(ALICE),
    due: () => clock.advance(clock.nextIn ?? 0),
    settled: () => stopping.settled(),
    ended: () => stopping.ended(),
  }
  const done: Record<StoppingState, string[]> = {
    idle: [],
    asked: ['asked by alice', 'cancel'],
    interrupted: ['interrupted by alice', 'cancel'],
    killed: ['killed by alice', 'kill'],
    over: [],
  }

  test.each(cells)('does what it says: %s, %s: %s', (state, event, next) => {
    toReach[state]()
    expect(stopping.state).toBe(state)
    did = []
    toHappen[event]()
    expect(stopping.state).toBe(next)
    const gaveUp = next === 'over' && state !== 'over' && state !== 'idle' && event !== 'settled'
    expect(did).toEqual(next === state ? [] : gaveUp ? ['give up'] : done[next as StoppingState])
    // Only what is being stopped waits for anything.
    expect(clock.nextIn !== null).toBe(!['idle', 'over'].includes(next))
  })
})

test('an agent that hears nothing is asked twice and ended, each in its time, and the turn is given up', async () => {
  stopping.stop(ALICE)
  clock.advance(STOP_ASK_MS - 1)
  expect(did).toEqual(['asked by alice', 'cancel'])
  clock.advance(1)
  clock.advance(STOP_INTERRUPT_MS - 1)
  expect(did.slice(2)).toEqual(['interrupted by alice', 'cancel'])
  clock.advance(1)
  clock.advance(STOP_KILL_MS - 1)
  expect(did.slice(4)).toEqual(['killed by alice', 'kill'])
  clock.advance(1)
  expect(did.slice(6)).toEqual(['give up'])
  killed()
  await calm()
  expect(did).toHaveLength(7)
})

test('the end of the process is the end of the stop', async () => {
  for (let n = 0; n < 3; n++) stopping.stop(ALICE)
  killed()
  await calm()
  expect(did.at(-1)).toBe('give up')
  expect(clock.nextIn).toBeNull()
})

test('a turn that ends while its process is ended is not given up', async () => {
  for (let n = 0; n < 3; n++) stopping.stop(ALICE)
  stopping.settled()
  killed()
  await calm()
  expect(did).not.toContain('give up')
})

test('a step that fails is reported, and the next one comes all the same', async () => {
  failure = new Error('no')
  stopping.stop(ALICE)
  clock.advance(STOP_ASK_MS + STOP_INTERRUPT_MS + STOP_KILL_MS)
  await calm()
  expect(reports).toEqual([failure, failure, failure])
  expect(did.at(-1)).toBe('give up')
})

test('the host presses once, a person may press again, and the steps that follow are that person’s', () => {
  stopping.stop(null)
  stopping.stop(null)
  expect(did).toEqual(['asked by host', 'cancel'])
  stopping.stop(ALICE)
  clock.advance(STOP_INTERRUPT_MS)
  expect(did.slice(2)).toEqual(['interrupted by alice', 'cancel', 'killed by alice', 'kill'])
})

test('a turn that ends as its stop is told is not asked', () => {
  const told: string[] = []
  const quick: Stopping = new Stopping({
    clock,
    tell: () => quick.settled(),
    cancel: async () => void told.push('cancel'),
    kill: async () => void told.push('kill'),
    giveUp: () => told.push('give up'),
    report: () => undefined,
  })
  quick.stop(ALICE)
  expect(quick.state).toBe('over')
  expect(told).toEqual([])
})
