import type { PushWishes } from '@hearth/shared/protocol'
import type { Risk } from '@hearth/shared/session'
import { beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../sessions/testing/manual-clock.ts'
import { DEBOUNCE_MS, MAX_WAKES, REPEAT_GAPS_MS } from './limits.ts'
import { Screens } from './screens.ts'
import { Waker } from './waker.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
/** 22:00 of a day in UTC. */
const EVENING = Date.UTC(2026, 5, 1, 22)
const ANY: PushWishes = { requests: true, turns: true, quiet: null }
const NIGHT: PushWishes = { ...ANY, quiet: { from: 22 * 60, to: 7 * 60, zone: 'UTC' } }

let clock: ManualClock
let screens: Screens
let wishes: Map<string, PushWishes | null>
let said: string[]
let log: string[]
let waker: Waker
beforeEach(() => {
  clock = new ManualClock(EVENING)
  screens = new Screens()
  wishes = new Map([
    ['alice', ANY],
    ['bob', ANY],
  ])
  said = []
  log = []
  waker = new Waker({
    clock,
    screens,
    wishes: (device) => wishes.get(device) ?? null,
    send: (device, request, again) => said.push(`${device} ${request} ${again}`),
    withdraw: (device, request, { outcome, sent }) =>
      said.push(`${device} ${request} ${outcome} after ${sent}`),
    log: (line) => log.push(line),
  })
})

const begin = (risk: Risk | null = 2, device = 'alice', request = 'r') => waker.begin(device, request, risk)
const look = (...requests: string[]) => {
  screens.set('channel', { requests, sessions: [] })
  waker.look()
}

describe('a request', () => {
  test('that is answered at once wakes nobody', () => {
    begin()
    clock.advance(DEBOUNCE_MS - 1)
    waker.gone('r', 'allowed', 'bob')
    clock.advance(HOUR)
    expect(said).toEqual([])
  })

  test('is told a moment later, again after 2, 10 and 30 minutes, and then no more', () => {
    begin()
    const told: number[] = []
    const start = clock.now() + DEBOUNCE_MS
    for (let minute = 0; minute < 120; minute++) {
      const before = said.length
      clock.advance(minute === 0 ? DEBOUNCE_MS : MINUTE)
      if (said.length > before) told.push((clock.now() - start) / MINUTE)
    }
    expect(told).toEqual([0, 2, 10, 30])
    expect(said).toEqual(['alice r 0', 'alice r 1', 'alice r 2', 'alice r 3'])
    waker.gone('r', 'denied', 'bob')
    expect(said.at(-1)).toBe('alice r denied after 4')
  })

  test('is told to every device that can be reached, and withdrawn from each', () => {
    wishes.set('charlie', null)
    for (const device of ['alice', 'bob', 'charlie', 'mallory']) begin(2, device)
    clock.advance(DEBOUNCE_MS)
    expect(said).toEqual(['alice r 0', 'bob r 0'])
    waker.gone('r', 'allowed', 'bob')
    waker.gone('r', 'allowed', 'bob')
    expect(said.slice(2)).toEqual(['alice r allowed after 1', 'bob r allowed after 1'])
    expect(clock.nextIn).toBeNull()
  })

  test('told of twice is one', () => {
    begin()
    begin()
    clock.advance(DEBOUNCE_MS)
    begin()
    clock.advance(DEBOUNCE_MS)
    expect(said).toEqual(['alice r 0'])
  })

  test('wakes no device that has no wish for requests when it is due', () => {
    begin()
    wishes.set('alice', { ...ANY, requests: false })
    clock.advance(HOUR)
    wishes.set('alice', ANY)
    clock.advance(HOUR)
    expect(said).toEqual([])
  })

  test('wakes no device that left', () => {
    begin()
    begin(2, 'bob')
    waker.leave('alice')
    clock.advance(DEBOUNCE_MS)
    waker.gone('r', 'allowed', null)
    expect(said).toEqual(['bob r 0', 'bob r allowed after 1'])
  })
})

describe('on a screen', () => {
  test('of whichever device, it wakes nobody until nobody looks any more', () => {
    look('r')
    begin()
    begin(2, 'bob')
    clock.advance(HOUR)
    expect(said).toEqual([])
    look()
    clock.advance(DEBOUNCE_MS)
    expect(said).toEqual(['alice r 0', 'bob r 0'])
  })

  test('another one changes nothing', () => {
    look('other')
    begin()
    clock.advance(DEBOUNCE_MS)
    expect(said).toEqual(['alice r 0'])
  })

  test('after it was told, it comes again only once nobody looks any more', () => {
    begin()
    clock.advance(DEBOUNCE_MS)
    look('r')
    clock.advance(HOUR)
    expect(said).toEqual(['alice r 0'])
    look()
    clock.advance((REPEAT_GAPS_MS[0] ?? 0) - 1)
    expect(said).toEqual(['alice r 0'])
    clock.advance(1)
    expect(said).toEqual(['alice r 0', 'alice r 1'])
  })

  test('of two channels, it is until both have left', () => {
    screens.set('one', { requests: ['r'], sessions: [] })
    screens.set('two', { requests: ['r'], sessions: [] })
    begin()
    screens.set('one', { requests: [], sessions: [] })
    waker.look()
    clock.advance(HOUR)
    expect(said).toEqual([])
    screens.set('two', { requests: [], sessions: [] })
    waker.look()
    clock.advance(DEBOUNCE_MS)
    expect(said).toEqual(['alice r 0'])
  })
})

describe('in quiet hours', () => {
  test('it waits for their end, and is told then', () => {
    wishes.set('alice', NIGHT)
    begin(3)
    clock.advance(9 * HOUR - 1)
    expect(said).toEqual([])
    clock.advance(1)
    expect(said).toEqual(['alice r 0'])
  })

  test('it is not told at all where it was answered by then', () => {
    wishes.set('alice', NIGHT)
    begin(3)
    clock.advance(HOUR)
    waker.gone('r', 'withdrawn', null)
    clock.advance(24 * HOUR)
    expect(said).toEqual([])
  })

  test('the gravest comes through', () => {
    wishes.set('alice', NIGHT)
    begin(4)
    clock.advance(HOUR)
    expect(said).toHaveLength(4)
  })

  test.each([1, 2, 3, null] as const)('risk %s does not', (risk) => {
    wishes.set('alice', NIGHT)
    begin(risk)
    clock.advance(HOUR)
    expect(said).toEqual([])
  })

  test('repetitions that fall into them are left out', () => {
    clock = new ManualClock(EVENING - DEBOUNCE_MS - MINUTE)
    const needs = { clock, screens, wishes: () => NIGHT, log: () => undefined, withdraw: () => undefined }
    const late = new Waker({ ...needs, send: (_device, _request, again) => said.push(String(again)) })
    late.begin('alice', 'r', 2)
    clock.advance(24 * HOUR)
    expect(said).toEqual(['0'])
  })

  test('of one device are not those of another', () => {
    wishes.set('alice', NIGHT)
    begin()
    begin(2, 'bob')
    clock.advance(DEBOUNCE_MS)
    expect(said).toEqual(['bob r 0'])
  })
})

test('only so many are waited for; more wake nobody and are logged', () => {
  for (let n = 0; n <= MAX_WAKES; n++) begin(2, 'alice', `r${n}`)
  clock.advance(DEBOUNCE_MS)
  expect(said).toHaveLength(MAX_WAKES)
  expect(log).toHaveLength(1)
})

test('closed, it plans nothing any more', () => {
  begin()
  waker.close()
  expect(clock.nextIn).toBeNull()
})
