import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { numbered, numberOf } from '../testing/transport-parties.ts'
import { HeldQueue } from './held-queue.ts'
import { RELEASE_BYTES } from './limits.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('keeps order and loses nothing, whenever the relay says stop and go', () => {
  const step = fc.oneof(
    fc.record({ send: fc.integer({ min: 4, max: 90_000 }) }),
    fc.record({ hold: fc.boolean() }),
    fc.record({ wait: fc.integer({ min: 1, max: 30 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const sent: number[] = []
      let count = 0
      const queue = new HeldQueue((message) => sent.push(numberOf(message)))
      for (const one of steps) {
        if ('send' in one) queue.send(numbered(count++, one.send))
        else if ('hold' in one) queue.hold(one.hold)
        else vi.advanceTimersByTime(one.wait)
      }
      queue.flush()
      expect(sent).toEqual(Array.from({ length: count }, (_, i) => i))
      expect(queue.bytes).toBe(0)
    }),
  )
})

it('goes on in portions, and stops when it is told to in between', () => {
  const sent: Uint8Array[] = []
  const queue = new HeldQueue((message) => sent.push(message))
  queue.hold(true)
  for (let i = 0; i < 64; i++) queue.send(numbered(i, 16 * 1024))
  expect([sent.length, queue.bytes]).toEqual([0, 64 * 16 * 1024])
  queue.hold(false)
  expect(sent).toHaveLength(RELEASE_BYTES / (16 * 1024))
  vi.advanceTimersByTime(10)
  expect(sent).toHaveLength((2 * RELEASE_BYTES) / (16 * 1024))
  queue.hold(true)
  vi.advanceTimersByTime(1000)
  expect(sent).toHaveLength((2 * RELEASE_BYTES) / (16 * 1024))
  queue.drop()
  queue.hold(false)
  expect([sent.length, queue.bytes]).toEqual([(2 * RELEASE_BYTES) / (16 * 1024), 0])
})
