import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toHex } from '../crypto/index.ts'
import { createNodeProvider } from '../crypto/provider/node.ts'
import {
  createMemoryRelay,
  fastClock,
  introduce,
  linkOf,
  newDevice,
  newName,
  ScriptedHost,
  type TestDevice,
  until,
} from '../testing/index.ts'
import { systemClock } from './clock.ts'
import type { PairedHost } from './index.ts'
import {
  PROBE_BUSY_MS,
  PROBE_BUSY_TIMEOUT_MS,
  PROBE_IDLE_MS,
  REKEY_HARD_MS,
  REKEY_SOFT_MS,
} from './limits.ts'
import type { Link } from './link.ts'

const provider = createNodeProvider()

describe('a live link', () => {
  let relay: ReturnType<typeof createMemoryRelay>
  let host: ScriptedHost
  let alice: TestDevice
  let paired: PairedHost
  let link: Link
  const session = newName()

  beforeEach(async () => {
    relay = createMemoryRelay()
    host = await ScriptedHost.create(provider)
    host.session(session)
    alice = await newDevice(provider, 'alice')
    paired = await introduce(host, alice, relay.origin)
    await host.connect(relay.transport, relay.origin)
  })
  afterEach(() => {
    link.close()
    host.close()
  })

  const handshakes = () => host.received.filter(({ t }) => t === 'hello').length

  it('notices a network that has gone silent, and comes back by another connection', async () => {
    link = await linkOf(alice, paired, provider, relay.transport, { clock: fastClock(20) })
    await link.live()
    const seen: string[] = []
    link.follow(session, (update) => seen.push(update.type))
    await until(() => seen.includes('caught-up'), 'the head')
    relay.stall(({ role }) => role === 'device')
    link.look()
    await until(() => handshakes() === 2, 'a second handshake')
    host.append(session, { type: 'session.changed', at: 1, title: 'after' })
    await until(() => seen.includes('events'), 'what came after the silence')
    expect(seen.filter((type) => type === 'snapshot')).toHaveLength(1)
  })

  it('notices it by itself when something is sent into the silence', async () => {
    const speed = 20
    link = await linkOf(alice, paired, provider, relay.transport, { clock: fastClock(speed) })
    await link.live()
    await until(() => link.status().host.latency !== null, 'the first probe')
    relay.stall(({ role }) => role === 'device')
    const { outcome } = await link.prompt(session, [{ type: 'text', text: 'hello?' }])
    const idle = new Promise((resolve) => setTimeout(() => resolve('idle'), PROBE_IDLE_MS / speed))
    expect(await Promise.race([outcome, idle])).toEqual({ state: 'admitted', turn: 1 })
    expect(host.logs.get(session)?.filter(({ type }) => type === 'prompt.admitted')).toHaveLength(1)
  })

  it('finds a silent loss within six seconds while a turn runs', () => {
    expect(PROBE_BUSY_MS + PROBE_BUSY_TIMEOUT_MS).toBeLessThanOrEqual(6_000)
    expect(PROBE_IDLE_MS).toBeGreaterThanOrEqual(20_000)
  })

  it.each([
    ['idle', REKEY_SOFT_MS, true],
    ['with a turn running', REKEY_SOFT_MS, false],
    ['with a turn running', REKEY_HARD_MS, true],
  ])('shakes hands anew when its channel is old: %s, after %i ms: %s', async (what, age, due) => {
    let later = 0
    const clock = { ...systemClock, now: () => Date.now() + later }
    link = await linkOf(alice, paired, provider, relay.transport, { clock })
    await link.live()
    let head = 0
    const running = what !== 'idle'
    if (running) {
      host.startTurn(session)
      link.follow(session, ({ type }) => {
        if (type === 'caught-up') head += 1
      })
      await until(() => head === 1, 'the head')
    }
    await until(() => link.status().host.latency !== null, 'the first probe')
    const before = [...host.channels].map(({ sid }) => toHex(sid))
    const pings = host.received.filter(({ t }) => t === 'ping').length
    later = age
    link.look()
    if (due) {
      await until(() => handshakes() === 2, 'the new handshake')
      await link.live()
      expect([...host.channels].map(({ sid }) => toHex(sid))).not.toEqual(before)
    } else {
      await until(() => host.received.filter(({ t }) => t === 'ping').length > pings, 'a probe')
      expect(handshakes()).toBe(1)
    }
  })
})
