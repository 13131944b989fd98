import {
  type Channel,
  type CryptoProvider,
  type DeviceSession,
  type PendingConnect,
  type PublicIdentity,
  startConnect,
  toHex,
} from '../crypto/index.ts'
import { Close, HearthError, MIN_VERSION, PROTOCOL_VERSION, type Up } from '../protocol/index.ts'
import type { DeviceLine, Pipe, PipeEnd, RelayIdentity, Transport } from '../transport/index.ts'
import type { Clock } from './clock.ts'
import { type Failure, failureOf, failureOfEnd } from './failure.ts'
import type { DeviceKeys } from './identity.ts'
import { HANDSHAKE_MS } from './limits.ts'
import type { Incoming, Port } from './port.ts'
import { Wire } from './wire.ts'

/** Everything that stays the same over all attempts of a connection. */
export interface Peers {
  readonly transport: Transport
  readonly provider: CryptoProvider
  readonly clock: Clock
  readonly keys: DeviceKeys
  readonly host: PublicIdentity
  /** Origin of the relay. */
  readonly relay: string
}

/** What an attempt tells its connection. After `ended` it says nothing more. */
export interface AttemptEvents {
  moved(event: 'line' | 'pipe' | 'gone'): void
  /** The channel is open and may be used at once; the handshake took `ms`. */
  opened(port: Port, ms: number): void
  incoming(incoming: Incoming): void
  ended(failure: Failure): void
}

type Phase =
  | { readonly at: 'idle' }
  | { readonly at: 'starting' | 'answering' }
  | { readonly at: 'asked'; readonly pending: PendingConnect; readonly since: number }
  | { readonly at: 'open'; readonly channel: Channel; readonly wire: Wire; readonly openedAt: number }

/**
 * One way from dialling to the end: a line, and on it one channel after the other while the host comes and goes.
 * M1 travels with the dial, so that a host that is present answers without another round trip.
 */
export class Attempt {
  readonly #peers: Peers
  readonly #events: AttemptEvents
  readonly #abort = new AbortController()
  #line: DeviceLine | undefined
  #pipe: Pipe | undefined
  #ahead: PendingConnect | undefined
  #phase: Phase = { at: 'idle' }
  #cancelTimer: (() => void) | undefined
  #over = false

  constructor(peers: Peers, events: AttemptEvents) {
    this.#peers = peers
    this.#events = events
  }

  /** Age of the channel in ms and the frames it has left; null when there is none. */
  get channelLife(): { age: number; framesLeft: number } | null {
    if (this.#phase.at !== 'open') return null
    const { channel, openedAt } = this.#phase
    return { age: this.#peers.clock.now() - openedAt, framesLeft: channel.framesLeft }
  }

  async start(): Promise<void> {
    const { transport, keys, relay, host, clock } = this.#peers
    try {
      const identity: RelayIdentity = await keys.relay(relay)
      this.#ahead = await this.#begin()
      const dialledAt = clock.now()
      const line = await transport.dialDevice({
        origin: relay,
        identity,
        destination: { to: 'host', room: toHex(host.id) },
        first: this.#ahead.message,
        signal: this.#abort.signal,
      })
      if (this.#over) {
        line.close()
        return
      }
      this.#line = line
      this.#events.moved('line')
      line.onEnd((end) => this.#end(failureOfEnd(end)))
      line.onPipe((pipe, sentFirst) => this.#meet(pipe, sentFirst, dialledAt))
    } catch (error) {
      this.#end(failureOf(error))
    }
  }

  /** Round trip to the relay in ms. @throws {HearthError} */
  pingRelay(timeoutMs: number): Promise<number> {
    return this.#line?.ping(timeoutMs) ?? Promise.reject(new HearthError('relay.unreachable'))
  }

  /** Ends everything; with `polite` the host is told by an authenticated CLOSE. */
  stop(polite: boolean): void {
    if (this.#over) return
    this.#over = true
    if (polite && this.#phase.at === 'open' && this.#pipe !== undefined) {
      this.#pipe.send(this.#phase.channel.close())
    }
    this.#release()
  }

  #begin(): Promise<PendingConnect> {
    const { provider, keys, host, clock } = this.#peers
    const peers = { device: keys.identity, host, room: host.id }
    const versions = { protoMin: MIN_VERSION, protoMax: PROTOCOL_VERSION }
    return startConnect(provider, peers, { ...versions, caps: 0, deviceTime: clock.now() })
  }

  #meet(pipe: Pipe, sentFirst: boolean, dialledAt: number): void {
    if (this.#over) return
    this.#reset()
    this.#pipe = pipe
    this.#cancelTimer = this.#peers.clock.after(HANDSHAKE_MS, () =>
      this.#end({
        event: 'lost',
        error: new HearthError('link.timeout', 'The host did not answer the handshake'),
      }),
    )
    const ahead = this.#ahead
    this.#ahead = undefined
    if (sentFirst && ahead !== undefined) {
      this.#phase = { at: 'asked', pending: ahead, since: dialledAt }
      this.#events.moved('pipe')
    } else {
      ahead?.abandon()
      this.#phase = { at: 'starting' }
    }
    // Not before there is a phase to receive in: an answer that came along with the pipe is handed over right here.
    pipe.onMessage((message) => {
      if (pipe === this.#pipe) this.#receive(message)
    })
    pipe.onEnd((end) => {
      if (pipe === this.#pipe) this.#gone(end)
    })
    if (this.#phase.at === 'starting') this.#ask(pipe)
  }

  #ask(pipe: Pipe): void {
    this.#begin().then(
      (pending) => {
        if (pipe !== this.#pipe || this.#over) return pending.abandon()
        this.#phase = { at: 'asked', pending, since: this.#peers.clock.now() }
        pipe.send(pending.message)
        this.#events.moved('pipe')
      },
      (error: unknown) => this.#end(failureOf(error)),
    )
  }

  #receive(message: Uint8Array): void {
    const phase = this.#phase
    if (phase.at === 'open') this.#open(phase, message)
    else if (phase.at === 'asked') this.#finish(phase.pending, message, phase.since)
    else this.#end({ event: 'lost', error: new HearthError('link.protocol') })
  }

  #finish(pending: PendingConnect, answer: Uint8Array, since: number): void {
    const pipe = this.#pipe
    this.#phase = { at: 'answering' }
    pending.finish(answer).then(
      (session) => {
        if (pipe === this.#pipe && !this.#over) this.#shaken(session, since)
        else session.channel.destroy()
      },
      (error: unknown) => {
        if (pipe === this.#pipe) this.#end(failureOf(error))
      },
    )
  }

  #shaken({ channel, sid }: DeviceSession, since: number): void {
    this.#cancelTimer?.()
    const now = this.#peers.clock.now()
    const wire = new Wire()
    const pipe = this.#pipe
    this.#phase = { at: 'open', channel, wire, openedAt: now }
    const port: Port = {
      sid,
      send: (message: Up) => {
        if (this.#over || pipe === undefined || pipe !== this.#pipe) return
        for (const { content, minBucket } of wire.encode(message))
          pipe.send(channel.seal(content, { minBucket }))
      },
    }
    this.#events.opened(port, now - since)
  }

  #open({ channel, wire }: Extract<Phase, { at: 'open' }>, frame: Uint8Array): void {
    let incoming: Incoming | null
    try {
      const { type, content } = channel.open(frame)
      if (type === 'close')
        return this.#end({ event: 'lost', error: new HearthError('link.lost', 'The host ended the channel') })
      incoming = wire.decode(content)
    } catch (cause) {
      this.#end({ event: 'lost', error: new HearthError('link.protocol', undefined, { cause }) })
      return
    }
    if (incoming !== null) this.#events.incoming(incoming)
  }

  /** The pipe ended: when the host left, the line waits for its return; else all is over. */
  #gone(end: PipeEnd): void {
    if (this.#over) return
    if (end.code !== Close.peerGone) {
      this.#end(failureOfEnd(end))
      return
    }
    this.#reset()
    this.#events.moved('gone')
  }

  #end(failure: Failure): void {
    if (this.#over) return
    this.#over = true
    this.#release()
    this.#events.ended(failure)
  }

  /** Forgets the present pipe and its keys. */
  #reset(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    if (this.#phase.at === 'asked') this.#phase.pending.abandon()
    if (this.#phase.at === 'open') this.#phase.channel.destroy()
    this.#phase = { at: 'idle' }
    this.#pipe = undefined
  }

  #release(): void {
    this.#reset()
    this.#abort.abort()
    this.#ahead?.abandon()
    this.#ahead = undefined
    this.#line?.close()
  }
}
