import { once } from 'node:events'
import { loginStatement } from '@hearth/shared/crypto/login'
import type { RelayIdentity } from '@hearth/shared/transport'
import type { As } from '@hearth/shared/transport/relay-wire'
import { WebSocket } from 'ws'

type Heard = Record<string, unknown>

/** Opens a WebSocket without compression. */
export const openSocket = async (url: string): Promise<WebSocket> => {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await once(socket, 'open')
  return socket
}

/**
 * Logs in at a relay without socket.io's client, whose own cost would hold the relay back. Gives the socket, on which
 * binary messages are frames, and the number of the pipe that opened.
 */
export const openPipe = async (
  port: number,
  identity: RelayIdentity,
  as: As,
): Promise<{ socket: WebSocket; pipe: Promise<number> }> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/relay/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
  })
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  const waiting = new Map<string, (said: Heard) => void>()
  const heard = (name: string) => new Promise<Heard>((resolve) => waiting.set(name, resolve))
  const challenged = heard('challenge')
  const welcomed = heard('welcome')
  const pipe = heard('open').then(({ pipe }) => Number(pipe))
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return
    const text = data.toString()
    if (text.startsWith('0')) socket.send('40{"v":1}')
    else if (text === '2') socket.send('3')
    else if (text.startsWith('42')) {
      const [name, said] = JSON.parse(text.slice(2)) as [string, Heard]
      waiting.get(name)?.(said)
    }
  })
  const { challenge, t } = (await challenged) as { challenge: string; t: number }
  const asked = { challenge: Uint8Array.from(Buffer.from(challenge, 'hex')), t }
  const signature = await identity.sign(loginStatement(`http://127.0.0.1:${port}`, asked, identity.publicKey))
  const login = { key: hex(identity.publicKey), challenge, signature: hex(signature), as }
  socket.send(`42${JSON.stringify(['login', login])}`)
  await welcomed
  return { socket, pipe }
}

/** Runs `send` with the socket's writes gathered into one system call, so that the sender is not the bottleneck. */
export const gathered = (socket: WebSocket, send: () => void): void => {
  const net = (socket as unknown as { _socket?: { cork(): void; uncork(): void } })._socket
  net?.cork()
  send()
  net?.uncork()
}
