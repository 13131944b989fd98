import { Close } from '../protocol/close.ts'
import { MAX_QUEUED } from './limits.ts'
import { HostLineSide } from './line-side.ts'
import { PipeSide } from './pipe-side.ts'
import { prefixed, unprefixed } from './prefix.ts'
import { RelaySocket } from './relay-socket.ts'
import { HostDown } from './relay-wire.ts'
import type { Tickets } from './tickets.ts'
import type { DialOptions, HostLine } from './types.ts'

type Options = DialOptions & { room: string; devices: readonly string[] }

/** What the host keeps for a device that reads slowly: the relay said to hold it back. */
interface Held {
  on: boolean
  queue: Uint8Array[]
  bytes: number
}

/** Registers a room over socket.io; all its devices' pipes share the socket. @throws {HearthError} */
export const dialHost = async (options: Options, tickets: Tickets): Promise<HostLine> => {
  const { room, devices, ...dialling } = options
  const pipes = new Map<number, { side: PipeSide; held: Held }>()
  const line = new HostLineSide({
    ping: (ms) => socket.ping(ms),
    hangUp: () => socket.hangUp(),
    setDevices: (keys) => socket.ask('devices', { keys }),
    openPairing: (pid, expiresAt) => socket.ask('pairing', { pid, expiresAt }),
    closePairing: (pid) => socket.ask('unpair', { pid }),
  })

  const open = (number: number, peer: { key: string; pid: string | null }): void => {
    const held: Held = { on: false, queue: [], bytes: 0 }
    const backlog = () => held.bytes + socket.backlog
    const side = new PipeSide(
      {
        send: (message) => {
          if (backlog() + message.length > MAX_QUEUED) side.close(Close.slow, 'the device reads too slowly')
          else if (held.on) {
            held.queue.push(message)
            held.bytes += message.length
          } else socket.frame(prefixed(number, message))
        },
        close: (end) => {
          release(number)
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

  const release = (number: number): void => {
    const held = pipes.get(number)?.held
    if (!held) return
    held.on = false
    for (const message of held.queue) socket.frame(prefixed(number, message))
    held.queue = []
    held.bytes = 0
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
        const ended = pipes.get(pipe)?.side
        pipes.delete(pipe)
        if (!ended) return
        line.pipes.delete(ended)
        ended.finish({ code, reason })
      }),
      hold: on(HostDown.hold, ({ pipe, on: wait }) => {
        const held = pipes.get(pipe)?.held
        if (held && wait) held.on = true
        else release(pipe)
      }),
    }),
    onFrame: (bytes) => {
      const arrived = unprefixed(bytes)
      if (arrived) pipes.get(arrived.pipe)?.side.receive(arrived.message)
    },
    onEnd: (end) => line.finish(end),
  })
  await socket.dial()
  return line
}
