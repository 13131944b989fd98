import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import {
  createSocketTransport,
  type DeviceLine,
  type Pipe,
  type RelayIdentity,
} from '@hearth/shared/transport'
import { WebSocket } from 'ws'
import { until } from '../../world/wait.ts'

/** A sender and its receivers through a server under test. */
export interface Clients {
  /** Sends one message to receiver `to`, or to all where the server copies. */
  send(to: number, message: Uint8Array): void
  /** Called for each message that a receiver got. */
  onReceived(handler: () => void): void
  close(): void
}

const provider = createNodeProvider()

const ignore = (): void => undefined

const newIdentity = async (): Promise<RelayIdentity> => {
  const key = await provider.generateSigning()
  return { publicKey: key.publicKey, sign: (statement) => provider.sign(key, statement) }
}

/** A host and `count` devices, logged in at our relay, each device with its pipe. */
export const relayClients = async (port: number, count: number): Promise<Clients> => {
  const origin = `http://127.0.0.1:${port}`
  const room = randomBytes(16).toString('hex')
  const devices = await Promise.all(Array.from({ length: count }, newIdentity))
  const keys = devices.map(({ publicKey }) => Buffer.from(publicKey).toString('hex'))
  const transport = createSocketTransport()
  const host = await transport.dialHost({ origin, identity: await newIdentity(), room, devices: keys })
  const pipes = new Map<string, Pipe>()
  host.onPipe((pipe) => pipes.set(pipe.key, pipe))
  let received: () => void = ignore
  const lines: DeviceLine[] = []
  for (const identity of devices) {
    const line = await transport.dialDevice({ origin, identity, destination: { to: 'host', room } })
    await new Promise<void>((resolve) =>
      line.onPipe((pipe) => {
        pipe.onMessage(() => received())
        resolve()
      }),
    )
    lines.push(line)
  }
  await until('every pipe at the host', () => pipes.size === count)
  const ordered = keys.map((key) => pipes.get(key))
  return {
    send: (to, message) => ordered[to]?.send(message),
    onReceived: (handler) => {
      received = handler
    },
    close: () => {
      for (const line of lines) line.close()
      host.close()
    },
  }
}

/** One sender and `count` receivers at a bare ws server, which copies each message to every receiver. */
export const wsClients = async (port: number, count: number): Promise<Clients> => {
  const open = async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
    await once(socket, 'open')
    return socket
  }
  const sender = await open()
  let received: () => void = ignore
  const receivers: WebSocket[] = []
  for (let n = 0; n < count; n++) {
    const socket = await open()
    socket.on('message', () => received())
    receivers.push(socket)
  }
  return {
    send: (_to, message) => sender.send(message),
    onReceived: (handler) => {
      received = handler
    },
    close: () => {
      for (const socket of [sender, ...receivers]) socket.close()
    },
  }
}
