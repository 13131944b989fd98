import { expect, test } from 'vitest'
import { TAIL_MAX_BYTES, TAIL_MAX_EVENTS } from '../limits.ts'
import type { EventRow } from '../store/event-rows.ts'
import { Tail } from './tail.ts'

const row = (seq: number, bytes = 10): EventRow => {
  const event = { seq, type: 'text', turn: 1, block: 0, kind: 'message', text: 'x' } as const
  return { seq, event, packed: new Uint8Array(bytes) }
}

test('holds on to no more rows than their bytes allow, however large they are', () => {
  const tail = new Tail()
  for (let seq = 1; seq <= 100; seq++) tail.push(row(seq, TAIL_MAX_BYTES / 4))
  expect(tail.length).toBe(4)
  expect(tail.after(99)?.map(({ seq }) => seq)).toEqual([100])
  expect(tail.after(90)).toBeNull()
})

test('holds on to a bounded number of small rows, without gaps', () => {
  const tail = new Tail()
  for (let seq = 1; seq <= TAIL_MAX_EVENTS + 5; seq++) tail.push(row(seq))
  expect(tail.length).toBe(TAIL_MAX_EVENTS)
  expect(tail.after(5)?.map(({ seq }) => seq)).toEqual(
    Array.from({ length: TAIL_MAX_EVENTS }, (_, i) => i + 6),
  )
  expect(tail.after(4)).toBeNull()
})

test('a row that is larger than all of it is read from the log', () => {
  const tail = new Tail()
  tail.push(row(1))
  tail.push(row(2, TAIL_MAX_BYTES * 2))
  expect(tail.length).toBe(0)
  expect(tail.after(1)).toBeNull()
})
