import { createMemoryRelay, newName, newRelayIdentity, until } from '@hearth/shared/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../sessions/testing/manual-clock.ts'
import { Backoff } from './backoff.ts'
import { RETRY_FIRST_MS, RETRY_JITTER, RETRY_MAX_MS, STABLE_MS } from './limits.ts'
import { RelayLine } from './relay-line.ts'

const lines: RelayLine[] = []
afterEach(() => {
  for (const line of lines.splice(0)) line.close()
})

const make = (devices: string[] = []) => {
  const clock = new ManualClock(Date.now())
  const relay = createMemoryRelay()
  const states: string[] = []
  const line = new RelayLine({
    transport: relay.transport,
    origin: relay.origin,
    names: [relay.origin],
    identity: newRelayIdentity(),
    room: newName(),
    devices: () => [...devices],
    clock: { now: () => clock.now(), after: (ms, run) => clock.after(ms, run), random: () => 0.5 },
    onPipe: () => undefined,
    onStatus: ({ state, error }) => states.push(error === null ? state : `${state} ${error.code}`),
  })
  lines.push(line)
  return { clock, relay, states, line }
}

describe('waits between tries', () => {
  it('double up to a bound, vary, and start anew after a good connection', () => {
    const clock = new ManualClock()
    const at = (random: number) => ({
      now: () => clock.now(),
      after: () => () => undefined,
      random: () => random,
    })
    const backoff = new Backoff(at(0.5))
    const waits = Array.from({ length: 12 }, () => backoff.down())
    expect(waits.slice(0, 3)).toEqual([RETRY_FIRST_MS, 2 * RETRY_FIRST_MS, 4 * RETRY_FIRST_MS])
    expect(waits.at(-1)).toBe(RETRY_MAX_MS)
    backoff.up()
    clock.advance(STABLE_MS - 1)
    expect(backoff.down()).toBe(RETRY_MAX_MS)
    backoff.up()
    clock.advance(STABLE_MS)
    expect(backoff.down()).toBe(RETRY_FIRST_MS)
    expect(new Backoff(at(0)).down()).toBe(Math.round(RETRY_FIRST_MS * (1 - RETRY_JITTER)))
    expect(new Backoff(at(0.999)).down()).toBeLessThanOrEqual(RETRY_FIRST_MS * (1 + RETRY_JITTER))
  })
})

describe('a line', () => {
  it('comes back after every kind of loss, and reopens pairings', async () => {
    const { clock, relay, states, line } = make()
    const up = relay.down()
    line.start()
    await until(() => states.at(-1) === 'waiting relay.unreachable', 'the refusal')
    up()
    clock.advance(RETRY_MAX_MS)
    await until(() => line.status.state === 'connected', 'the line')
    const pid = newName()
    await line.openPairing(pid, clock.now() + 600_000)
    relay.cut()
    await until(() => line.status.state === 'waiting', 'the cut')
    clock.advance(RETRY_MAX_MS)
    await until(() => line.status.state === 'connected', 'the line again')
    const identity = newRelayIdentity()
    const dialled = await relay.transport.dialDevice({
      origin: relay.origin,
      identity,
      destination: { to: 'pairing', pid },
    })
    dialled.close()
  })

  it('hears of devices that were added while it was away', async () => {
    const devices: string[] = []
    const { clock, relay, line } = make(devices)
    line.start()
    await until(() => line.status.state === 'connected', 'the line')
    relay.cut()
    devices.push('aa'.repeat(32))
    await line.devicesChanged()
    clock.advance(RETRY_MAX_MS)
    await until(() => line.status.state === 'connected', 'the line again')
  })

  it('refuses to open a pairing that nobody could reach', async () => {
    const { line } = make()
    await expect(line.openPairing(newName(), Date.now() + 1000)).rejects.toMatchObject({
      code: 'relay.unreachable',
    })
  })

  it('stays closed', async () => {
    const { clock, line, states } = make()
    line.start()
    line.close()
    clock.advance(RETRY_MAX_MS)
    await new Promise((resolve) => setImmediate(resolve))
    expect(line.status.state).toBe('closed')
    expect(states.at(-1)).toBe('closed')
  })
})
