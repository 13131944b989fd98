import { HearthError } from '../protocol/error.ts'
import { parseControl } from './control-json.ts'

/** The packet types of socket.io's protocol 5 that are spoken here: the two with attachments are not. */
export const PacketType = { connect: 0, disconnect: 1, event: 2, ack: 3, refusal: 4 } as const
export type PacketType = (typeof PacketType)[keyof typeof PacketType]

/** A packet as socket.io hands it to a parser and expects it back. */
export interface Packet {
  type: PacketType
  nsp: '/'
  data?: unknown
  id?: number
}

/** The event under which a binary message is sent and, at a client, received. */
export const FRAME = 'frame'

/** What one end accepts. */
export interface ParserRules {
  /** Names of the events that have a place here; any other is refused. */
  events: ReadonlySet<string>
  types: ReadonlySet<PacketType>
  /** `event`: a binary message becomes a FRAME event. `outside`: who owns the socket takes it from there. */
  binary: 'event' | 'outside'
}

const SHAPE = /^([0-4])(\d{0,9})(.*)$/s

const refuse = (what: string): never => {
  throw new HearthError('relay.protocol', what)
}

const isPlain = (data: unknown): boolean => typeof data === 'object' && data !== null && !Array.isArray(data)

const assertData = (packet: Packet, rules: ParserRules): void => {
  const { type, data, id } = packet
  const fits: Record<PacketType, () => boolean> = {
    [PacketType.connect]: () => id === undefined && (data === undefined || isPlain(data)),
    [PacketType.disconnect]: () => id === undefined && data === undefined,
    [PacketType.event]: () =>
      Array.isArray(data) && data.length <= 2 && typeof data[0] === 'string' && rules.events.has(data[0]),
    [PacketType.ack]: () => id !== undefined && Array.isArray(data) && data.length <= 1,
    [PacketType.refusal]: () => id === undefined && isPlain(data),
  }
  if (!fits[type]()) refuse('A control message that has no place here')
}

const decodeText = (text: string, rules: ParserRules): Packet => {
  const [, digit, id, json] = SHAPE.exec(text) ?? refuse('Not a control message')
  const type = Number(digit) as PacketType
  if (!rules.types.has(type)) refuse('A kind of control message that has no place here')
  const packet: Packet = { type, nsp: '/' }
  if (json) packet.data = parseControl(json)
  if (id) packet.id = Number(id)
  assertData(packet, rules)
  return packet
}

const asBytes = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

/** Writes packets as text, and frames as they are. */
export class Encoder {
  /** A FRAME event is its bytes and nothing else: one WebSocket message, no placeholder, no base64. */
  encode(packet: { type: number; data?: unknown; id?: number | undefined }): (string | Uint8Array)[] {
    if (packet.type === PacketType.event && Array.isArray(packet.data) && packet.data[0] === FRAME) {
      return [packet.data[1] as Uint8Array]
    }
    const json = packet.data === undefined ? '' : JSON.stringify(packet.data)
    return [`${packet.type}${packet.id ?? ''}${json}`]
  }
}

type Listener = (packet: Packet) => void

/** Reads what the other end wrote, and refuses everything else. */
export class Decoder {
  readonly #rules: ParserRules
  readonly #listeners = new Set<Listener>()

  constructor(rules: ParserRules) {
    this.#rules = rules
  }

  on(_name: 'decoded', listener: Listener): void {
    this.#listeners.add(listener)
  }
  off(_name: 'decoded', listener: Listener): void {
    this.#listeners.delete(listener)
  }
  removeListener(name: 'decoded', listener: Listener): void {
    this.off(name, listener)
  }

  /** Takes one WebSocket message. @throws {HearthError} `relay.protocol`; socket.io then closes the socket */
  add(message: unknown): void {
    if (typeof message === 'string') this.#decoded(decodeText(message, this.#rules))
    else if (!(message instanceof ArrayBuffer) && !ArrayBuffer.isView(message)) refuse('Not a message')
    else if (this.#rules.binary === 'event') {
      this.#decoded({ type: PacketType.event, nsp: '/', data: [FRAME, asBytes(message)] })
    }
  }

  #decoded(packet: Packet): void {
    for (const listener of this.#listeners) listener(packet)
  }

  destroy(): void {
    this.#listeners.clear()
  }
}

/** What socket.io's client and server take as their `parser`. */
export interface Parser {
  Encoder: new () => Encoder
  Decoder: new () => Decoder
}

/** Makes a parser that keeps no state between messages. */
export const createParser = (rules: ParserRules): Parser => ({
  Encoder,
  Decoder: class extends Decoder {
    constructor() {
      super(rules)
    }
  },
})
