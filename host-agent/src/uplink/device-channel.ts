import {
  answerConnect,
  BUCKETS,
  type Channel,
  CryptoError,
  type CryptoProvider,
  chooseProto,
  equal,
  type LocalIdentity,
} from '@hearth/shared/crypto'
import {
  Close,
  type CloseCode,
  isSpoken,
  MalformedError,
  MIN_VERSION,
  PROTOCOL_VERSION,
  type Up,
} from '@hearth/shared/protocol'
import type { InboundPipe } from '@hearth/shared/transport'
import type { Device } from '../identity/devices.ts'
import type { Clock } from './clock.ts'
import { CHANNEL_FRAMES_LEFT, CHANNEL_LIFE_MS, HANDSHAKE_MS, SILENCE_MS } from './limits.ts'
import { PIPE_TABLE, type PipeEvent, type PipeState } from './pipe-state.ts'
import { Wire } from './wire.ts'

/** What the host brings to every handshake. */
export interface ChannelHost {
  provider: CryptoProvider
  identity: LocalIdentity
  /** 16 bytes, new at every start. */
  bootId: Uint8Array
  policyEpoch(): number
  clock: Clock
}

/** What a channel tells its owner. `live` comes at most once, then `message`s; `ended` comes once and last. */
export interface ChannelEvents {
  live(hello: Extract<Up, { t: 'hello' }>): void
  message(message: Up): void
  ended(code: CloseCode | number, why: string): void
}

/**
 * One pipe of a paired device: handshake C as the host, then frames. Until the device’s first frame opened nothing
 * but M2 is sent and nothing at all is done for it. Whatever does not check out ends it.
 */
export class DeviceChannel {
  readonly device: Device
  readonly wire = new Wire()
  readonly #host: ChannelHost
  readonly #pipe: InboundPipe
  readonly #events: ChannelEvents
  #state: PipeState = 'waiting'
  #channel: Channel | null = null
  #sid = new Uint8Array(32)
  #cancelTimer: () => void
  #heardAt: number

  constructor(pipe: InboundPipe, device: Device, host: ChannelHost, events: ChannelEvents) {
    this.device = device
    this.#host = host
    this.#pipe = pipe
    this.#events = events
    this.#heardAt = host.clock.now()
    this.#cancelTimer = host.clock.after(HANDSHAKE_MS, () => {
      if (this.#move('timeout') === 'refuse') this.end(Close.timeout, 'the handshake took too long')
    })
    pipe.onEnd(({ code, reason }) => this.#finish(code, reason))
    pipe.onMessage((message) => this.#receive(message))
  }

  get live(): boolean {
    return this.#state === 'live'
  }

  /** Channel id, 32 bytes; zero until the handshake. */
  get sid(): Uint8Array {
    return this.#sid
  }

  get backlog(): number {
    return this.#pipe.backlog
  }

  /** Seals one content as a frame and sends it. Dropped in silence unless live. */
  seal(content: Uint8Array, minBucket: number): void {
    if (!this.live || this.#channel === null) return
    this.#pipe.send(this.#channel.seal(content, { minBucket }))
    if (this.#channel.framesLeft <= CHANNEL_FRAMES_LEFT) this.end(Close.done, 'the channel is used up')
  }

  /** Ends it; a device that proved itself is told by an authenticated CLOSE first. */
  end(code: CloseCode, why: string): void {
    if (this.#state === 'ended') return
    if (this.live && this.#channel?.state === 'open') this.#pipe.send(this.#channel.close())
    this.#pipe.close(code, why)
    this.#finish(code, why)
  }

  /** Says that the device was revoked, and ends it at once. */
  revoke(): void {
    if (this.live) {
      for (const content of this.wire.message({ t: 'revoked' }).contents) this.seal(content, BUCKETS[0])
    }
    this.end(Close.revoked, 'the device was revoked')
  }

  #move(event: PipeEvent): PipeState | 'refuse' {
    const step = PIPE_TABLE[this.#state][event]
    if (step !== 'refuse') this.#state = step
    return step
  }

  #receive(message: Uint8Array): void {
    if (this.#state === 'ended') return
    this.#heardAt = this.#host.clock.now()
    const before = this.#state
    if (this.#move('message') === 'refuse') return this.end(Close.protocol, 'a message out of turn')
    if (before === 'waiting') void this.#answer(message)
    else this.#open(message)
  }

  async #answer(message: Uint8Array): Promise<void> {
    const { provider, identity, bootId, clock, policyEpoch } = this.#host
    const peers = { host: identity, device: this.device.identity, room: identity.id }
    try {
      const session = await answerConnect(provider, peers, message, (hello) => ({
        proto: chooseProto(hello, { min: MIN_VERSION, max: PROTOCOL_VERSION }),
        policyEpoch: policyEpoch(),
        hostTime: clock.now(),
        bootId,
      }))
      if (this.#state === 'ended') return session.channel.destroy()
      this.#channel = session.channel
      this.#sid = new Uint8Array(session.sid)
      this.#move('answered')
      this.#pipe.send(session.message)
    } catch (error) {
      const version = error instanceof CryptoError && error.code === 'version'
      this.end(version ? Close.version : Close.refused, 'the handshake did not check out')
    }
  }

  #open(frame: Uint8Array): void {
    let message: Up | null
    try {
      const opened = this.#channel?.open(frame)
      if (opened?.type === 'close') return this.end(Close.done, 'the device ended the channel')
      if (opened?.type !== 'data') return this.end(Close.protocol, 'a frame that has no place here')
      this.#move('opened')
      message = this.wire.read(opened.content)
    } catch (error) {
      const why = error instanceof MalformedError ? error.code : 'a frame did not check out'
      return this.end(Close.protocol, why)
    }
    if (message === null) return
    if (this.#state === 'greeting') this.#greet(message)
    else this.#events.message(message)
  }

  #greet(message: Up): void {
    if (message.t !== 'hello') return this.end(Close.protocol, 'no hello')
    if (!isSpoken(message.version)) return this.end(Close.version, 'this version is not spoken')
    if (!equal(message.sid, this.#sid)) return this.end(Close.protocol, 'a hello for another channel')
    this.#move('greeted')
    this.#cancelTimer()
    this.#watch(this.#host.clock.now())
    this.#events.live(message)
  }

  /** Ends a channel that is old or silent. */
  #watch(since: number): void {
    const { clock } = this.#host
    const due = Math.min(since + CHANNEL_LIFE_MS, this.#heardAt + SILENCE_MS) - clock.now()
    this.#cancelTimer = clock.after(Math.max(due, 1), () => {
      if (clock.now() - since >= CHANNEL_LIFE_MS) this.end(Close.done, 'the channel is old')
      else if (clock.now() - this.#heardAt >= SILENCE_MS) this.end(Close.timeout, 'the device is silent')
      else this.#watch(since)
    })
  }

  #finish(code: number, why: string): void {
    if (this.#state === 'ended') return
    this.#cancelTimer()
    this.#move('end')
    this.#channel?.ended()
    this.#channel?.destroy()
    this.#events.ended(code, why)
  }
}
