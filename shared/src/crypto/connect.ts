import { assertBytes, concat, take, utf8 } from './bytes.ts'
import {
  type ConnectHello,
  type ConnectWelcome,
  decodeHello,
  decodeWelcome,
  encodeHello,
  encodeWelcome,
} from './connect-messages.ts'
import { CryptoError } from './errors.ts'
import { Channel } from './frame.ts'
import type { Role } from './frame-layout.ts'
import { assertMessage, Handshake, header, sealed, split } from './handshake.ts'
import type { LocalIdentity, PublicIdentity } from './identity.ts'
import type { CryptoProvider, DhKey } from './provider/provider.ts'

const NAME = 'hearth1/kk/X25519/XSalsa20Poly1305/SHA512'

/** What any finished handshake gives. */
export interface Session {
  readonly channel: Channel
  /** 32 bytes: names this channel in decisions. */
  readonly sid: Uint8Array
  /** 32 bytes: secret for other uses bound to this channel. */
  readonly exporter: Uint8Array
}

/** The device's view of a finished connect handshake. */
export interface DeviceSession extends Session {
  readonly welcome: ConnectWelcome
}

/** The host's view; its channel is unconfirmed until the device's first frame opens. */
export interface HostSession extends Session {
  /** M2, to be sent. */
  readonly message: Uint8Array
  readonly hello: ConnectHello
  readonly welcome: ConnectWelcome
}

/** What the device knows before it connects. `room`: 16 bytes. */
export interface ConnectAsDevice {
  readonly device: LocalIdentity
  readonly host: PublicIdentity
  readonly room: Uint8Array
}

/** What the host knows of the device that says it connects. `room`: 16 bytes. */
export interface ConnectAsHost {
  readonly host: LocalIdentity
  readonly device: PublicIdentity
  readonly room: Uint8Array
}

function begin(provider: CryptoProvider, host: PublicIdentity, device: PublicIdentity, room: Uint8Array) {
  assertBytes(room, 16, 'room')
  const state = new Handshake(provider, NAME, host.id, device.id, room, host.signKey, device.signKey)
  state.mixHash(device.dhKey)
  state.mixHash(host.dhKey)
  return state
}

/** Channel keys, session id and exporter from a finished handshake; wipes it. */
export function establish(
  provider: CryptoProvider,
  state: Handshake,
  role: Role,
  confirmed: boolean,
): Session {
  const toHost = state.derive('hearth1/d2h', 32)
  const toDevice = state.derive('hearth1/h2d', 32)
  const exporter = state.derive('hearth1/export', 32)
  const sid = take(provider.sha512(concat(utf8('hearth1/sid'), state.hash)), 0, 32)
  state.wipe()
  const [sendKey, receiveKey] = role === 'device' ? [toHost, toDevice] : [toDevice, toHost]
  return { channel: new Channel(provider, { role, sendKey, receiveKey, confirmed }), sid, exporter }
}

/** The device's half of a connect handshake: send `message`, give the answer to `finish` once. */
export interface PendingConnect {
  /** M1. */
  readonly message: Uint8Array
  /**
   * Takes M2. Throws `type`, `version`, `msgtype`, `suite`, `length`, `low_order`, `auth`, `reserved`,
   * `range`; `state` on a second call. After any throw this handshake is over.
   */
  finish(answer: Uint8Array): Promise<DeviceSession>
  /** Forgets the ephemeral key without an answer. */
  abandon(): void
}

/** Starts connect handshake C as the device (docs/protocol.md, "Connecting"). */
export async function startConnect(
  provider: CryptoProvider,
  peers: ConnectAsDevice,
  hello: ConnectHello,
): Promise<PendingConnect> {
  const { device, host, room } = peers
  const state = begin(provider, host, device, room)
  const ephemeral = await provider.generateEphemeral()
  const head = header('m1')
  state.mixHash(head)
  state.mixHash(ephemeral.publicKey)
  state.mixKey(await provider.dh(ephemeral, host.dhKey))
  state.mixKey(await provider.dh(device.dh, host.dhKey))
  const box = state.encrypt(encodeHello(provider, hello))
  let over = false
  const end = () => {
    over = true
    provider.forget(ephemeral)
  }
  return {
    message: concat(head, ephemeral.publicKey, box),
    async finish(answer) {
      if (over) throw new CryptoError('state', 'connect')
      over = true
      try {
        const welcome = await readAnswer(provider, state, ephemeral, device, answer)
        if (welcome.proto < hello.protoMin || welcome.proto > hello.protoMax) {
          throw new CryptoError('version', 'welcome')
        }
        return { ...establish(provider, state, 'device', true), welcome }
      } finally {
        state.wipe()
        end()
      }
    },
    abandon() {
      state.wipe()
      end()
    },
  }
}

async function readAnswer(
  provider: CryptoProvider,
  state: Handshake,
  ephemeral: DhKey,
  device: LocalIdentity,
  answer: Uint8Array,
): Promise<ConnectWelcome> {
  assertMessage(answer, 'm2')
  const [theirs = answer, box = answer] = split(answer, 32, sealed(48))
  state.mixHash(header('m2'))
  state.mixHash(theirs)
  state.mixKey(await provider.dh(ephemeral, theirs))
  state.mixKey(await provider.dh(device.dh, theirs))
  return decodeWelcome(state.decrypt(box))
}

/**
 * Answers M1 as the host. `choose` sees what the device speaks and returns the welcome; it throws CryptoError
 * `version` when there is no common protocol (`chooseProto` does that). Throws `type`, `version`, `msgtype`,
 * `suite`, `length`, `low_order`, `auth`, `range`. Nothing may be done for the device until its first frame
 * opened in the returned channel.
 */
export async function answerConnect(
  provider: CryptoProvider,
  peers: ConnectAsHost,
  message: Uint8Array,
  choose: (hello: ConnectHello) => ConnectWelcome,
): Promise<HostSession> {
  const { host, device, room } = peers
  assertMessage(message, 'm1')
  const state = begin(provider, host, device, room)
  const [theirs = message, helloBox = message] = split(message, 32, sealed(32))
  state.mixHash(header('m1'))
  state.mixHash(theirs)
  state.mixKey(await provider.dh(host.dh, theirs))
  state.mixKey(await provider.dh(host.dh, device.dhKey))
  const hello = decodeHello(state.decrypt(helloBox))
  const welcome = choose(hello)
  const ephemeral = await provider.generateEphemeral()
  const head = header('m2')
  state.mixHash(head)
  state.mixHash(ephemeral.publicKey)
  try {
    state.mixKey(await provider.dh(ephemeral, theirs))
    state.mixKey(await provider.dh(ephemeral, device.dhKey))
  } finally {
    provider.forget(ephemeral)
  }
  const box = state.encrypt(encodeWelcome(provider, welcome))
  const answer = concat(head, ephemeral.publicKey, box)
  return { ...establish(provider, state, 'host', false), message: answer, hello, welcome }
}

/** Highest protocol number that both speak. Throws `version` when there is none. */
export function chooseProto(
  hello: ConnectHello,
  own: { readonly min: number; readonly max: number },
): number {
  const best = Math.min(hello.protoMax, own.max)
  if (best < Math.max(hello.protoMin, own.min)) throw new CryptoError('version', 'hello')
  return best
}
