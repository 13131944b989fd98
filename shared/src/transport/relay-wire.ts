import * as v from 'valibot'
import { WireError } from '../protocol/error.ts'
import {
  MAX_DEVICES,
  MAX_FIRST,
  MAX_PUSH_AUTHORIZATION,
  MAX_PUSH_BODY,
  MAX_PUSH_ENDPOINT,
  MAX_PUSH_TTL_S,
  MAX_REASON,
} from './limits.ts'
import { createParser, PacketType } from './parser.ts'

export { PacketType } from './parser.ts'

/** Where the relay's WebSocket is, under its origin. */
export const RELAY_PATH = '/relay/'

/** The version of what is said between a client and a relay. */
export const RELAY_VERSION = 1

/** Bytes in front of each message to or from a host, and from a device: the pipe's number, big-endian. */
export const PIPE_PREFIX = 4

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)))
const PipeNumber = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff_ffff))
const Time = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const Key = hex(32)
const Name = hex(16)
const Reason = v.pipe(v.string(), v.maxLength(MAX_REASON))
const CodeNumber = v.pipe(v.number(), v.integer(), v.minValue(4000), v.maxValue(4999))
const Devices = v.pipe(v.array(Key), v.maxLength(MAX_DEVICES))

/** As what a key logs in. */
const As = v.variant('role', [
  v.strictObject({ role: v.literal('device'), room: Name }),
  v.strictObject({ role: v.literal('pairing'), pid: Name }),
  v.strictObject({ role: v.literal('host'), room: Name, devices: Devices }),
])
export type As = v.InferOutput<typeof As>

/** The answer to a challenge, with where to go and the first message for the host (base64url). */
export const Login = v.strictObject({
  key: Key,
  challenge: hex(32),
  signature: hex(64),
  as: As,
  first: v.optional(v.pipe(v.string(), v.maxLength(Math.ceil((MAX_FIRST * 4) / 3)), v.regex(/^[\w-]+$/))),
})
export type Login = v.InferOutput<typeof Login>

/** socket.io's `auth` payload: with a challenge given at the last login, it carries the whole login. */
export const Auth = v.strictObject({ v: v.number(), login: v.optional(Login) })
export type Auth = v.InferOutput<typeof Auth>

/** A challenge to sign; `t` is the relay's clock in ms and part of the statement. */
export const Challenge = v.strictObject({ challenge: hex(32), t: Time })
export type Challenge = v.InferOutput<typeof Challenge>

/** Why the relay ends a connection; `error` when the login was refused. */
export const Ending = v.strictObject({ code: CodeNumber, reason: Reason, error: v.optional(WireError) })
export type Ending = v.InferOutput<typeof Ending>

const Shut = v.strictObject({ pipe: PipeNumber, code: CodeNumber, reason: Reason })
const Nothing = v.strictObject({})

/** What a relay says before it knows who is there. */
export const VisitorDown = { challenge: Challenge, end: Ending }

/** What a relay says to a device. `next` is the challenge for the next login. */
export const DeviceDown = {
  welcome: v.strictObject({ next: Challenge, present: v.boolean() }),
  presence: v.strictObject({ present: v.boolean() }),
  open: v.strictObject({ pipe: PipeNumber, first: v.boolean() }),
  shut: Shut,
  end: Ending,
}

/** What a relay says to a host. `hold`: the pipe's device reads slowly, keep its messages until further notice. */
export const HostDown = {
  welcome: v.strictObject({ next: Challenge }),
  open: v.strictObject({ pipe: PipeNumber, key: Key, pid: v.nullable(Name) }),
  shut: Shut,
  hold: v.strictObject({ pipe: PipeNumber, on: v.boolean() }),
  end: Ending,
}

const base64url = (bytes: number) =>
  v.pipe(v.string(), v.maxLength(Math.ceil((bytes * 4) / 3)), v.regex(/^[\w-]+$/))
const Endpoint = v.pipe(v.string(), v.maxLength(MAX_PUSH_ENDPOINT))

/** A push to be passed on. Nothing in it but its address may say what the relay is to do. */
export const Push = v.strictObject({
  endpoint: Endpoint,
  ttl: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_PUSH_TTL_S)),
  urgency: v.picklist(['low', 'normal', 'high']),
  topic: v.pipe(v.string(), v.regex(/^[\w-]{1,32}$/)),
  authorization: v.pipe(
    v.string(),
    v.maxLength(MAX_PUSH_AUTHORIZATION),
    v.regex(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=[\w-]+$/),
  ),
  body: base64url(MAX_PUSH_BODY),
})
export type Push = v.InferOutput<typeof Push>

/** What a visitor, a device and a host say to a relay. */
export const VisitorUp = { login: Login }
export const DeviceUp = { shut: Shut, probe: Nothing }
export const HostUp = {
  shut: Shut,
  probe: Nothing,
  devices: v.strictObject({ keys: Devices }),
  pairing: v.strictObject({ pid: Name, expiresAt: Time }),
  unpair: v.strictObject({ pid: Name }),
  pushable: v.strictObject({ endpoint: Endpoint }),
  push: Push,
}

/** The relay's answer to a question of a host or device. */
export const Reply = v.union([v.strictObject({ ok: v.literal(true) }), v.strictObject({ error: WireError })])
export type Reply = v.InferOutput<typeof Reply>

const names = (...unions: object[]): ReadonlySet<string> => new Set(unions.flatMap((one) => Object.keys(one)))
const { connect, disconnect, event, ack, refusal } = PacketType

/** How the relay reads its clients: binary messages it takes from the socket itself. */
export const relayParser = createParser({
  events: names(VisitorUp, DeviceUp, HostUp),
  types: new Set([connect, disconnect, event]),
  binary: 'outside',
})

/** How a client reads the relay. */
export const clientParser = createParser({
  events: names(VisitorDown, DeviceDown, HostDown),
  types: new Set([connect, disconnect, event, ack, refusal]),
  binary: 'event',
})
