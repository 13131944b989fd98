import { toHex } from '../crypto/text.ts'
import { Close } from '../protocol/close.ts'
import { HearthError } from '../protocol/error.ts'
import { MAX_DEVICES, MAX_FIRST, MAX_JOINS } from './limits.ts'
import { DeviceLineSide, HostLineSide } from './line-side.ts'
import { Inbox } from './memory-inbox.ts'
import { type MemoryCounts, MemoryPipe, TOO_SLOW } from './memory-pipe.ts'
import type { Destination, DialOptions, PipeEnd, PushMessage, Transport } from './types.ts'

/** What tells lines of a memory relay apart. `target` is a room, or a pairing's pid. */
export interface MemoryLine {
  role: 'device' | 'host'
  key: string
  target: string
}
type Which = (line: MemoryLine) => boolean

/** A relay in memory, for tests: everything the real one does but logins, limits and files. */
export interface MemoryRelay {
  readonly origin: string
  readonly transport: Transport
  readonly counts: MemoryCounts
  /** Breaks the network of lines: they end as `lost`, their peers see them leave. Returns how many. */
  cut(which?: Which): number
  /** Lines stop reading until the returned function is called. */
  stall(which?: Which): () => void
  /** Each hand-over waits so long from now on, ms; order stays. */
  setDelay(ms: number): void
  /** Breaks every line, forgets every room and refuses dials until the returned function is called. */
  down(): () => void
}

interface Device {
  info: MemoryLine
  inbox: Inbox
  side: DeviceLineSide
  pipe: MemoryPipe | null
  /** One side closed the pipe by choice: no other opens on this line. */
  done: boolean
}
interface Host {
  info: MemoryLine
  inbox: Inbox
  side: HostLineSide
  pipes: Map<MemoryPipe, Device>
  pairings: Map<string, { expiresAt: number; joins: number }>
}
interface Room {
  key: string
  devices: Set<string>
  host: Host | null
  waiting: Set<Device>
}

const PEER_GONE: PipeEnd = { code: Close.peerGone, reason: 'the other side left' }
const LOST: PipeEnd = { code: Close.lost, reason: 'the network broke' }

/** Stands for the push services; without them none is known. Throws what a relay would answer. */
export interface MemoryPushes {
  check(endpoint: string): Promise<void>
  push(message: PushMessage): Promise<void>
}

const noPushes = async (): Promise<void> => {
  throw new HearthError('push.endpoint')
}

/** Makes a relay in memory. */
export const createMemoryRelay = (
  options: { origin?: string; now?: () => number; pushes?: MemoryPushes } = {},
): MemoryRelay => {
  const origin = options.origin ?? 'http://relay.memory'
  const now = options.now ?? Date.now
  const pushes = options.pushes ?? { check: noPushes, push: noPushes }
  const counts: MemoryCounts = { dials: 0, messages: 0, bytes: 0 }
  const rooms = new Map<string, Room>()
  const lines = new Map<MemoryLine, { inbox: Inbox; end(end: PipeEnd): void }>()
  let delay = 0
  let isDown = 0

  const dropDevice = (device: Device, end: PipeEnd, hostEnd: PipeEnd = PEER_GONE): void => {
    if (!lines.delete(device.info)) return
    for (const room of rooms.values()) room.waiting.delete(device)
    const pipe = device.pipe
    device.pipe = null
    device.done = true
    pipe?.shut('host', hostEnd)
    device.side.finish(end)
  }

  const dropHost = (host: Host, end: PipeEnd): void => {
    if (!lines.delete(host.info)) return
    const room = rooms.get(host.info.target)
    if (room?.host === host) room.host = null
    for (const [pipe, device] of [...host.pipes]) {
      device.pipe = null
      device.inbox.push(() => pipe.device.finish(PEER_GONE))
      if (device.info.target !== host.info.target) device.inbox.push(() => dropDevice(device, PEER_GONE))
    }
    host.pipes.clear()
    for (const device of room?.waiting ?? []) device.inbox.push(() => device.side.presence(false))
    host.side.finish(end)
  }

  const openPipe = (host: Host, device: Device, pid: string | null, first?: Uint8Array): void => {
    const readers = {
      device: { inbox: device.inbox, tooSlow: () => dropDevice(device, TOO_SLOW, TOO_SLOW) },
      host: { inbox: host.inbox, tooSlow: () => dropHost(host, TOO_SLOW) },
    }
    const pipe = new MemoryPipe(readers, { key: device.info.key, pid }, counts, (end) => {
      host.pipes.delete(pipe)
      if (device.pipe !== pipe) return
      device.pipe = null
      device.done = true
      if (pid !== null) device.inbox.push(() => dropDevice(device, end))
    })
    device.pipe = pipe
    host.pipes.set(pipe, device)
    host.inbox.push(() => host.side.open(pipe.host))
    if (first) pipe.pass('host', first)
    device.inbox.push(() => {
      device.side.presence(true)
      device.side.open(pipe.device, first !== undefined)
    })
  }

  const ping = async (): Promise<number> => delay

  const admit = (info: MemoryLine, present: boolean): Device => {
    const inbox = new Inbox(() => delay)
    const carrier = { ping, hangUp: () => dropDevice(device, PEER_GONE) }
    const side = new DeviceLineSide(carrier, present)
    const device: Device = { info, inbox, side, pipe: null, done: false }
    lines.set(info, { inbox, end: (end) => dropDevice(device, end) })
    return device
  }

  const meetHost = (key: string, room: string, first?: Uint8Array): Device => {
    const place = rooms.get(room)
    if (!place?.devices.has(key)) throw new HearthError('relay.refused')
    const device = admit({ role: 'device', key, target: room }, place.host !== null)
    place.waiting.add(device)
    if (place.host) openPipe(place.host, device, null, first)
    return device
  }

  const meetPairing = (key: string, pid: string, first?: Uint8Array): Device => {
    for (const { host } of rooms.values()) {
      const pairing = host?.pairings.get(pid)
      if (!host || !pairing || pairing.expiresAt <= now()) continue
      if (++pairing.joins > MAX_JOINS) throw new HearthError('relay.too_many')
      const device = admit({ role: 'device', key, target: pid }, true)
      openPipe(host, device, pid, first)
      return device
    }
    throw new HearthError('relay.pairing_unknown')
  }

  const dial = async (dialling: DialOptions): Promise<string> => {
    counts.dials++
    await Promise.resolve()
    dialling.signal?.throwIfAborted()
    if (isDown > 0 || dialling.origin !== origin) throw new HearthError('relay.unreachable')
    return toHex(dialling.identity.publicKey)
  }

  const setDevices = (room: Room, keys: readonly string[]): void => {
    if (keys.length > MAX_DEVICES) throw new HearthError('relay.too_many')
    room.devices = new Set(keys)
    for (const device of [...room.waiting]) {
      if (room.devices.has(device.info.key)) continue
      const end = { code: Close.revoked, reason: 'the host removed this device' }
      dropDevice(device, end, end)
    }
  }

  const transport: Transport = {
    async dialDevice(dialling: DialOptions & { destination: Destination; first?: Uint8Array }) {
      const key = await dial(dialling)
      const { destination, first } = dialling
      if (first && (first.length < 1 || first.length > MAX_FIRST)) throw new HearthError('relay.protocol')
      const device =
        destination.to === 'host'
          ? meetHost(key, destination.room, first)
          : meetPairing(key, destination.pid, first)
      return device.side
    },

    async dialHost(dialling) {
      const key = await dial(dialling)
      const room = rooms.get(dialling.room) ?? { key, devices: new Set(), host: null, waiting: new Set() }
      if (room.key !== key) throw new HearthError('relay.room_taken')
      rooms.set(dialling.room, room)
      if (room.host) dropHost(room.host, { code: Close.replaced, reason: 'a newer connection of this host' })
      const info: MemoryLine = { role: 'host', key, target: dialling.room }
      const inbox = new Inbox(() => delay)
      const side = new HostLineSide({
        ping,
        hangUp: () => dropHost(host, PEER_GONE),
        setDevices: async (keys) => setDevices(room, keys),
        openPairing: async (pid, expiresAt) => {
          host.pairings.set(pid, { expiresAt, joins: 0 })
        },
        closePairing: async (pid) => {
          host.pairings.delete(pid)
        },
        checkPush: (endpoint) => pushes.check(endpoint),
        push: (message) => pushes.push(message),
      })
      const host: Host = { info, inbox, side, pipes: new Map(), pairings: new Map() }
      lines.set(info, { inbox, end: (end) => dropHost(host, end) })
      room.host = host
      setDevices(room, dialling.devices)
      for (const device of room.waiting) {
        if (device.done) device.inbox.push(() => device.side.presence(true))
        else openPipe(host, device, null)
      }
      return side
    },
  }

  const cut = (which: Which = () => true): number => {
    const chosen = [...lines].filter(([info]) => which(info))
    for (const [, line] of chosen) line.end(LOST)
    return chosen.length
  }

  return {
    origin,
    transport,
    counts,
    cut,
    stall: (which = () => true) => {
      const undo = [...lines].filter(([info]) => which(info)).map(([, line]) => line.inbox.stall())
      return () => {
        for (const resume of undo) resume()
      }
    },
    setDelay: (ms) => {
      delay = ms
    },
    down: () => {
      isDown++
      cut()
      rooms.clear()
      let active = true
      return () => {
        if (active) isDown--
        active = false
      }
    },
  }
}
