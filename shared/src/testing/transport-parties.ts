import { toHex } from '../crypto/text.ts'
import type {
  DeviceLine,
  HostLine,
  InboundPipe,
  Pipe,
  PipeEnd,
  RelayIdentity,
  Transport,
} from '../transport/types.ts'

/** What came out of one pipe. */
export interface PipeRecord<P extends Pipe = Pipe> {
  pipe: P
  messages: Uint8Array[]
  end: PipeEnd | undefined
}
const record = <P extends Pipe>(pipe: P): PipeRecord<P> => {
  const seen: PipeRecord<P> = { pipe, messages: [], end: undefined }
  pipe.onMessage((message) => seen.messages.push(message))
  pipe.onEnd((end) => {
    seen.end = end
  })
  return seen
}

/** A device's line with everything that happened on it. */
export interface DeviceRecord {
  line: DeviceLine
  presence: boolean[]
  pipes: (PipeRecord & { sentFirst: boolean })[]
  end: PipeEnd | undefined
}

/** Watches a device's line. */
export const watchDevice = (line: DeviceLine): DeviceRecord => {
  const seen: DeviceRecord = { line, presence: [], pipes: [], end: undefined }
  line.onPresence((present) => seen.presence.push(present))
  line.onPipe((pipe, sentFirst) => seen.pipes.push(Object.assign(record(pipe), { sentFirst })))
  line.onEnd((end) => {
    seen.end = end
  })
  return seen
}

/** A host's line with everything that happened on it. */
export interface HostRecord {
  line: HostLine
  pipes: PipeRecord<InboundPipe>[]
  end: PipeEnd | undefined
}

/** Watches a host's line. */
export const watchHost = (line: HostLine): HostRecord => {
  const seen: HostRecord = { line, pipes: [], end: undefined }
  line.onPipe((pipe) => seen.pipes.push(record(pipe)))
  line.onEnd((end) => {
    seen.end = end
  })
  return seen
}

/** A random room or pairing name: 16 bytes in hex. */
export const newName = (): string => toHex(crypto.getRandomValues(new Uint8Array(16)))

/** A message that says its number, of a given length (4 at least). */
export const numbered = (number: number, length = 8): Uint8Array => {
  const message = new Uint8Array(length).fill(number & 0xff)
  new DataView(message.buffer).setUint32(0, number)
  return message
}

/** The number of a message made by `numbered`. */
export const numberOf = (message: Uint8Array): number =>
  new DataView(message.buffer, message.byteOffset, message.byteLength).getUint32(0)

/** Dials a host's room. */
export const dialHost = async (
  transport: Transport,
  origin: string,
  identity: RelayIdentity,
  room: string,
  devices: readonly string[],
): Promise<HostRecord> => watchHost(await transport.dialHost({ origin, identity, room, devices }))

/** Dials a room as a device. */
export const dialDevice = async (
  transport: Transport,
  origin: string,
  identity: RelayIdentity,
  room: string,
  first?: Uint8Array,
): Promise<DeviceRecord> => {
  const destination = { to: 'host' as const, room }
  const options = { origin, identity, destination }
  return watchDevice(await transport.dialDevice(first ? { ...options, first } : options))
}

/** Dials a pairing rendezvous as a device. */
export const dialPairing = async (
  transport: Transport,
  origin: string,
  identity: RelayIdentity,
  pid: string,
  first?: Uint8Array,
): Promise<DeviceRecord> => {
  const destination = { to: 'pairing' as const, pid }
  const options = { origin, identity, destination }
  return watchDevice(await transport.dialDevice(first ? { ...options, first } : options))
}
