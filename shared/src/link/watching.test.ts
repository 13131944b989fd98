import { expect, it } from 'vitest'
import { createNodeProvider } from '../crypto/provider/node.ts'
import { WIRE_LIMITS } from '../protocol/index.ts'
import {
  createMemoryRelay,
  introduce,
  linkOf,
  newDevice,
  newName,
  ScriptedHost,
  until,
} from '../testing/index.ts'

it('tells what is on the screen when it changes, and to each new channel', async () => {
  const provider = createNodeProvider()
  const relay = createMemoryRelay()
  const host = await ScriptedHost.create(provider)
  const alice = await newDevice(provider, 'alice')
  const paired = await introduce(host, alice, relay.origin)
  await host.connect(relay.transport, relay.origin)
  const link = await linkOf(alice, paired, provider, relay.transport)
  const told = () => host.received.flatMap((message) => (message.t === 'watching' ? [message.requests] : []))
  const [first, second] = [newName(), newName()]
  try {
    await link.live()
    expect(told()).toEqual([])
    link.watching([first])
    link.watching([first])
    link.watching([second, first])
    await until(() => told().length === 2, 'both screens')
    expect(told()).toEqual([[first], [second, first]])
    relay.cut(({ role }) => role === 'device')
    await until(() => told().length === 3, 'the next channel to be told')
    link.watching([])
    const many = Array.from({ length: WIRE_LIMITS.watchedRequests.value + 3 }, newName)
    link.watching(many)
    await until(() => told().length === 5, 'the rest')
    expect(told().slice(2)).toEqual([[second, first], [], many.slice(0, WIRE_LIMITS.watchedRequests.value)])
  } finally {
    link.close()
    host.close()
  }
})
