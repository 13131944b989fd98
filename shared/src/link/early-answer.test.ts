import { expect, it } from 'vitest'
import { createNodeProvider } from '../crypto/provider/node.ts'
import { createMemoryRelay, introduce, linkOf, newDevice, ScriptedHost, until } from '../testing/index.ts'
import type { Transport } from '../transport/index.ts'

const provider = createNodeProvider()

it('takes an answer that was there before the pipe was handed over, in the first attempt', async () => {
  const relay = createMemoryRelay()
  const host = await ScriptedHost.create(provider)
  const alice = await newDevice(provider, 'alice')
  const paired = await introduce(host, alice, relay.origin)
  let answered = false
  const answering: Transport = {
    ...relay.transport,
    dialHost: async (options) => {
      const line = await relay.transport.dialHost(options)
      const onPipe = line.onPipe.bind(line)
      line.onPipe = (handler) =>
        onPipe((pipe) => {
          const send = pipe.send.bind(pipe)
          pipe.send = (message) => {
            send(message)
            answered = true
          }
          handler(pipe)
        })
      return line
    },
  }
  await host.connect(answering, relay.origin)
  // As on a slow device: the answer to M1 arrives while the dial's promise is still to be looked at.
  const late: Transport = {
    ...relay.transport,
    dialDevice: async (options) => {
      const line = await relay.transport.dialDevice(options)
      await until(() => answered, 'the answer')
      await line.ping(1_000)
      return line
    },
  }
  const link = await linkOf(alice, paired, provider, late)
  const states: string[] = []
  link.onStatus(({ connection }) => states.push(connection))
  await link.live()
  expect(states).not.toContain('offline')
  link.close()
  host.close()
})
