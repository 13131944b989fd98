import { randomBytes } from 'node:crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import type { RelayIdentity } from '@hearth/shared/transport'
import type { WebSocket } from 'ws'
import { gathered, openPipe, openSocket } from './raw.ts'

/** One sender and its receivers through a server under test. */
export interface Clients {
  /** Sends `count` messages of `bytes`, to the receivers in turn where the sender chooses. */
  send(count: number, bytes: number): void
  /** Called for each message that a receiver got. */
  onReceived(handler: () => void): void
  close(): void
}

export type MakeClients = (port: number, receivers: number) => Promise<Clients>

const provider = createNodeProvider()

const newIdentity = async (): Promise<RelayIdentity> => {
  const key = await provider.generateSigning()
  return { publicKey: key.publicKey, sign: (statement) => provider.sign(key, statement) }
}

const clientsOver = (
  sender: WebSocket,
  receivers: readonly WebSocket[],
  make: (bytes: number) => Uint8Array,
): Clients => {
  let received: () => void = () => undefined
  for (const socket of receivers)
    socket.on('message', (_data, isBinary) => {
      if (isBinary) received()
    })
  return {
    send: (count, bytes) =>
      gathered(sender, () => {
        for (let n = 0; n < count; n++) sender.send(make(bytes))
      }),
    onReceived: (handler) => {
      received = handler
    },
    close: () => {
      for (const socket of [sender, ...receivers]) socket.close()
    },
  }
}

/** A host and its devices, logged in at our relay, each device with its pipe. */
export const relayClients: MakeClients = async (port, count) => {
  const room = randomBytes(16).toString('hex')
  const identities = await Promise.all(Array.from({ length: count }, newIdentity))
  const devices = identities.map(({ publicKey }) => Buffer.from(publicKey).toString('hex'))
  const host = await openPipe(port, await newIdentity(), { role: 'host', room, devices })
  const receivers: WebSocket[] = []
  const pipes: number[] = []
  for (const identity of identities) {
    const { socket, pipe } = await openPipe(port, identity, { role: 'device', room })
    pipes.push(await pipe)
    receivers.push(socket)
  }
  let turn = 0
  return clientsOver(host.socket, receivers, (bytes) => {
    const message = Buffer.alloc(bytes)
    message.writeUInt32BE(pipes[turn++ % pipes.length] ?? 0)
    return message
  })
}

/** The same at a bare ws server, which copies what the first socket sends to all others. */
export const wsClients: MakeClients = async (port, count) => {
  const url = `ws://127.0.0.1:${port}`
  const sender = await openSocket(url)
  const receivers: WebSocket[] = []
  for (let n = 0; n < count; n++) receivers.push(await openSocket(url))
  return clientsOver(sender, receivers, (bytes) => Buffer.alloc(bytes))
}
