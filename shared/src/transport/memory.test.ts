import { expect, it } from 'vitest'
import {
  createMemoryRelay,
  dialDevice,
  dialHost,
  type MemoryLine,
  newName,
  newRelayIdentity,
  transportSuite,
} from '../testing/index.ts'

transportSuite('memory', async () => {
  const relay = createMemoryRelay()
  const known = new Set<MemoryLine>()
  return {
    origin: relay.origin,
    party: () => relay.transport,
    wired: async (dial) => {
      relay.stall((line) => !known.add(line))
      const line = await dial()
      const fresh = (info: MemoryLine) => !known.has(info)
      const mine: MemoryLine[] = []
      relay.stall((info) => fresh(info) && mine.push(info) < 0)
      const which = (info: MemoryLine) => mine.includes(info)
      return [line, { cut: () => void relay.cut(which), stall: () => relay.stall(which) }]
    },
    close: async () => void relay.cut(),
  }
})

it('refuses dials while the relay is down, and has forgotten every room', async () => {
  const relay = createMemoryRelay()
  const [host, alice] = [newRelayIdentity(), newRelayIdentity()]
  const room = newName()
  const before = await dialHost(relay.transport, relay.origin, host, room, [alice.key])
  const up = relay.down()
  expect(before.end?.code).toBe(4002)
  const dial = () => dialDevice(relay.transport, relay.origin, alice, room)
  await expect(dial()).rejects.toMatchObject({ code: 'relay.unreachable' })
  up()
  await expect(dial()).rejects.toMatchObject({ code: 'relay.refused' })
  await dialHost(relay.transport, relay.origin, host, room, [alice.key])
  expect((await dial()).presence).toEqual([true])
  expect(relay.counts.dials).toBe(5)
})
