import { describe, expect, it } from 'vitest'
import { CryptoError } from '../crypto/index.ts'
import { HearthError } from '../protocol/index.ts'
import { Backoff } from './backoff.ts'
import { Calls } from './calls.ts'
import type { Clock } from './clock.ts'
import { failureOf, failureOfEnd } from './failure.ts'
import { Hold } from './hold.ts'
import { MAX_CALLS, RETRY_MAX_MS } from './limits.ts'

/** A clock that passes when it is told to. */
const manualClock = (random = 0.5): Clock & { pass(ms: number): void } => {
  let now = 1_000
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    random: () => random,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    pass(ms) {
      now += ms
      const due = timers.filter(({ at }) => at <= now)
      timers = timers.filter(({ at }) => at > now)
      for (const { run } of due) run()
    },
  }
}

describe('Backoff', () => {
  it('doubles from 50 ms to 30 s, and begins anew after a success', () => {
    const backoff = new Backoff(manualClock())
    const waits = Array.from({ length: 12 }, () => backoff.next())
    expect(waits.slice(0, 5)).toEqual([50, 100, 200, 400, 800])
    expect(waits.at(-1)).toBe(RETRY_MAX_MS)
    backoff.reset()
    expect(backoff.next()).toBe(50)
  })

  it('varies within a quarter, and waits as long as it was asked to', () => {
    expect(new Backoff(manualClock(0)).next()).toBe(38)
    expect(new Backoff(manualClock(1)).next()).toBe(63)
    expect(new Backoff(manualClock()).next(5_000)).toBe(5_000)
  })
})

describe('Hold', () => {
  it('is held until the last reason is gone, and tells only of the change', () => {
    const told: boolean[] = []
    const hold = new Hold((held) => told.push(held))
    hold.add('hidden')
    hold.add('offline')
    hold.add('hidden')
    hold.drop('hidden')
    expect(hold.held).toBe(true)
    hold.drop('nobody')
    hold.drop('offline')
    expect([hold.held, hold.reasons, told]).toEqual([false, [], [true, false]])
  })
})

describe('Calls', () => {
  it('ends each call once: by answer, refusal, time or the end of the channel', async () => {
    const clock = manualClock()
    const calls = new Calls(clock)
    const sent: number[] = []
    const start = () => calls.start(100, (call) => sent.push(call))
    const [answered, late, lost] = [start(), start(), start()]
    expect(calls.settle(sent[0] ?? 0, 'yes')).toBe(true)
    expect(calls.settle(sent[0] ?? 0, 'again')).toBe(false)
    expect(await answered).toBe('yes')
    calls.fail(sent[2] ?? 0, new HearthError('link.lost'))
    clock.pass(100)
    await expect(late).rejects.toMatchObject({ code: 'link.timeout' })
    await expect(lost).rejects.toMatchObject({ code: 'link.lost' })
    expect(calls.size).toBe(0)
  })

  it('refuses more than it can keep', async () => {
    const calls = new Calls(manualClock())
    const all = Array.from({ length: MAX_CALLS }, () => calls.start(100, () => undefined))
    await expect(calls.start(100, () => undefined)).rejects.toMatchObject({ code: 'link.busy' })
    calls.failAll(new HearthError('link.lost'))
    const ends = await Promise.allSettled(all)
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true)
  })
})

describe('what a failure means', () => {
  it.each([
    [4001, 'lost', 'link.lost'],
    [4003, 'refuse', 'relay.refused'],
    [4004, 'refuse', 'relay.refused'],
    [4005, 'refuse', 'link.lost'],
    [4010, 'lost', 'relay.rate'],
    [4013, 'lost', 'relay.unreachable'],
    [4014, 'refuse', 'link.version'],
  ])('close %i: %s, %s', (code, event, error) => {
    expect(failureOfEnd({ code, reason: '' })).toMatchObject({ event, error: { code: error } })
  })

  it('a host that can’t prove its keys, or speaks another version, is not asked again', () => {
    expect(failureOf(new CryptoError('auth'))).toMatchObject({
      event: 'refuse',
      error: { code: 'link.handshake' },
    })
    expect(failureOf(new CryptoError('version'))).toMatchObject({
      event: 'refuse',
      error: { code: 'link.version' },
    })
  })

  it('a refusal to log in is no use repeating soon; anything unknown is the network', () => {
    expect(failureOf(new HearthError('relay.login_refused')).event).toBe('refuse')
    expect(failureOf(new HearthError('relay.unreachable')).event).toBe('lost')
    expect(failureOf(new Error('boom'))).toMatchObject({
      event: 'lost',
      error: { code: 'relay.unreachable' },
    })
  })
})
