import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { OVERDRAWN_BURSTS } from '../limits.ts'
import { Intake } from './intake.ts'

const tap = () => ({ pause: vi.fn(), resume: vi.fn() })

it('never lets more through than burst and rate together before it holds back', () => {
  const steps = fc.array(fc.record({ waitMs: fc.nat(400), messages: fc.nat(40) }), { maxLength: 30 })
  fc.assert(
    fc.property(
      steps,
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 60 }),
      (plan, rate, burst) => {
        let now = 0
        const valve = tap()
        const intake = new Intake(valve, rate, burst, () => now)
        let free = 0
        for (const { waitMs, messages } of plan) {
          now += waitMs
          for (let i = 0; i < messages && valve.pause.mock.calls.length === 0; i++) {
            intake.take()
            if (valve.pause.mock.calls.length === 0) free++
          }
        }
        intake.retire()
        expect(free).toBeLessThanOrEqual(burst + (now / 1000) * rate + 1e-9)
      },
    ),
  )
})

it('pauses once the burst is used up, and only refuses who is far ahead', () => {
  const valve = tap()
  const intake = new Intake(valve, 10, 5, () => 0)
  for (let i = 0; i < 5; i++) expect(intake.take()).toBe(true)
  expect(valve.pause).not.toHaveBeenCalled()
  for (let i = 0; i < OVERDRAWN_BURSTS * 5; i++) expect(intake.take()).toBe(true)
  expect(valve.pause).toHaveBeenCalledTimes(1)
  expect(intake.take()).toBe(false)
  intake.retire()
})

it('reads again only when no reason to hold is left', () => {
  const valve = tap()
  const intake = new Intake(valve, 10, 5, () => 0)
  intake.hold('peer', true)
  intake.hold('rate', true)
  intake.hold('peer', true)
  intake.hold('peer', false)
  expect(valve.resume).not.toHaveBeenCalled()
  intake.hold('rate', false)
  expect(valve.resume).toHaveBeenCalledTimes(1)
  expect(valve.pause).toHaveBeenCalledTimes(1)
})

it('gives a host that gains a device that device’s burst at once', () => {
  const intake = new Intake(undefined, 10, 5, () => 0)
  for (let i = 0; i < 5; i++) intake.take()
  intake.setRate(20, 10)
  for (let i = 0; i < 5 + OVERDRAWN_BURSTS * 10; i++) expect(intake.take()).toBe(true)
  expect(intake.take()).toBe(false)
})
