import { connect, createServer, type Socket } from 'node:net'
import type { Wire } from '@hearth/shared/testing'

/** A TCP proxy in front of a relay, to break and stall single connections. */
export interface Proxy {
  readonly port: number
  /** Sets where connections go. */
  to(port: number): void
  /** The network under the youngest connection. */
  youngest(): Wire
  close(): Promise<void>
}

/** Opens a proxy on a free loopback port. */
export const openProxy = async (): Promise<Proxy> => {
  let target = 0
  const links: { client: Socket; relay: Socket }[] = []
  const server = createServer((client) => {
    const relay = connect(target, '127.0.0.1')
    links.push({ client, relay })
    for (const [from, into] of [
      [client, relay],
      [relay, client],
    ] as const) {
      from.setNoDelay(true)
      from.on('error', () => into.destroy())
      from.on('close', () => into.destroy())
      from.pipe(into)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    to: (port) => {
      target = port
    },
    youngest: () => {
      const link = links.at(-1)
      if (!link) throw new Error('nobody has connected')
      return {
        cut: () => {
          link.client.destroy()
          link.relay.destroy()
        },
        stall: () => {
          link.relay.unpipe(link.client)
          link.relay.pause()
          return () => {
            link.relay.pipe(link.client)
            link.relay.resume()
          }
        },
      }
    },
    close: async () => {
      for (const { client, relay } of links) {
        client.destroy()
        relay.destroy()
      }
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
