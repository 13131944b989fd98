import { toBase64url } from '../crypto/text.ts'
import { Close } from '../protocol/close.ts'
import { HeldQueue } from './held-queue.ts'
import { MAX_QUEUED, PUSH_TIMEOUT_MS } from './limits.ts'
import { HostLineSide } from './line-side.ts'
import { PipeSide } from './pipe-side.ts'
import { prefixed, unprefixed } from './prefix.ts'
import { RelaySocket } from './relay-socket.ts'
import { HostDown } from './relay-wire.ts'
import type { Tickets } from './tickets.ts'
import type { DialOptions, HostLine } from './types.ts'

type Options = DialOptions & { room: string; devices: readonly string[] }

/** Registers a room over socket.io; all its devices' pipes share the socket. @throws {HearthError} */
export const dialHost = async (options: Options, tickets: Tickets): Promise<HostLine> => {
  const { room, devices, ...dialling } = options
  const pipes = new Map<number, { side: PipeSide; held: HeldQueue }>()
  const line = new HostLineSide({
    ping: (ms) => socket.ping(ms),
    hangUp: () => socket.hangUp(),
    setDevices: (keys) => socket.ask('devices', { keys }),
    openPairing: (pid, expiresAt) => socket.ask('pairing', { pid, expiresAt }),
    closePairing: (pid) => socket.ask('unpair', { pid }),
    checkPush: (endpoint) => socket.ask('pushable', { endpoint }),
    push: ({ body, ...message }) =>
      socket.ask('push', { ...message, body: toBase64url(body) }, PUSH_TIMEOUT_MS),
  })

  const open = (number: number, peer: { key: string; pid: string | null }): void => {
    const held = new HeldQueue((message) => socket.frame(prefixed(number, message)))
    const backlog = () => held.bytes + socket.backlog
    const side = new PipeSide(
      {
        send: (message) => {
          if (backlog() + message.length > MAX_QUEUED) side.close(Close.slow, 'the device reads too slowly')
          else held.send(message)
        },
        close: (end) => {
          if (end.code === Close.slow) held.drop()
          else held.flush()
          pipes.delete(number)
          line.pipes.delete(side)
          socket.emit('shut', { pipe: number, ...end })
        },
        backlog,
      },
      peer,
    )
    pipes.set(number, { side, held })
    line.open(side)
  }

  const socket = new RelaySocket({
    ...dialling,
    as: { role: 'host', room, devices: [...devices] },
    tickets,
    heard: (on) => ({
      welcome: on(HostDown.welcome, () => {
        // Nothing to do: the challenge in it is kept by the socket.
      }),
      open: on(HostDown.open, ({ pipe, key, pid }) => open(pipe, { key, pid })),
      shut: on(HostDown.shut, ({ pipe, code, reason }) => {
        const ended = pipes.get(pipe)
        pipes.delete(pipe)
        if (!ended) return
        ended.held.drop()
        line.pipes.delete(ended.side)
        ended.side.finish({ code, reason })
      }),
      hold: on(HostDown.hold, ({ pipe, on: wait }) => pipes.get(pipe)?.held.hold(wait)),
    }),
    onFrame: (bytes) => {
      const arrived = unprefixed(bytes)
      if (arrived) pipes.get(arrived.pipe)?.side.receive(arrived.message)
    },
    onEnd: (end) => {
      for (const { held } of pipes.values()) held.drop()
      line.finish(end)
    },
  })
  await socket.dial()
  return line
}
