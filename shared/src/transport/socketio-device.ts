import { Close } from '../protocol/close.ts'
import { MAX_QUEUED } from './limits.ts'
import { DeviceLineSide } from './line-side.ts'
import { PipeSide } from './pipe-side.ts'
import { prefixed } from './prefix.ts'
import { RelaySocket } from './relay-socket.ts'
import { type As, DeviceDown } from './relay-wire.ts'
import type { Tickets } from './tickets.ts'
import type { Destination, DeviceLine, DialOptions } from './types.ts'

type Options = DialOptions & { destination: Destination; first?: Uint8Array }

/** Dials a room or a pairing over socket.io. @throws {HearthError} */
export const dialDevice = async (options: Options, tickets: Tickets): Promise<DeviceLine> => {
  const { destination, ...dialling } = options
  const as: As =
    destination.to === 'host'
      ? { role: 'device', room: destination.room }
      : { role: 'pairing', pid: destination.pid }
  let pipe: { number: number; side: PipeSide } | undefined
  const carrier = { ping: (ms: number) => socket.ping(ms), hangUp: () => socket.hangUp() }
  const line = new DeviceLineSide(carrier, false)

  const open = (number: number, sentFirst: boolean): void => {
    const side = new PipeSide({
      send: (message) => {
        if (socket.backlog + message.length > MAX_QUEUED)
          side.close(Close.slow, 'the way to the relay is full')
        else socket.frame(prefixed(number, message))
      },
      close: (end) => {
        if (pipe?.side === side) pipe = undefined
        socket.emit('shut', { pipe: number, ...end })
      },
      backlog: () => socket.backlog,
    })
    pipe = { number, side }
    line.presence(true)
    line.open(side, sentFirst)
  }

  const socket = new RelaySocket({
    ...dialling,
    as,
    tickets,
    heard: (on) => ({
      welcome: on(DeviceDown.welcome, ({ present }) => line.presence(present)),
      presence: on(DeviceDown.presence, ({ present }) => line.presence(present)),
      open: on(DeviceDown.open, (said) => open(said.pipe, said.first)),
      shut: on(DeviceDown.shut, ({ pipe: number, code, reason }) => {
        if (pipe?.number !== number) return
        const { side } = pipe
        pipe = undefined
        line.pipes.delete(side)
        side.finish({ code, reason })
      }),
    }),
    onFrame: (bytes) => pipe?.side.receive(bytes),
    onEnd: (end) => line.finish(end),
  })
  await socket.dial()
  return line
}
