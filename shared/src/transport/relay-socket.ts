import { Manager, type Socket } from 'socket.io-client'
import * as v from 'valibot'
import { loginStatement, relayOrigin } from '../crypto/login.ts'
import { fromHex, toBase64url, toHex } from '../crypto/text.ts'
import { Close } from '../protocol/close.ts'
import { fromWireError, HearthError } from '../protocol/error.ts'
import { CONTROL_TIMEOUT_MS, DIAL_TIMEOUT_MS, MAX_REASON } from './limits.ts'
import { FRAME } from './parser.ts'
import {
  type As,
  Challenge,
  clientParser,
  Ending,
  type Login,
  RELAY_PATH,
  RELAY_VERSION,
  Reply,
} from './relay-wire.ts'
import type { Tickets } from './tickets.ts'
import type { DialOptions, PipeEnd } from './types.ts'

/** Makes a handler of a payload out of a schema and a handler of what it describes. */
export type On = <T>(
  schema: v.GenericSchema<unknown, T>,
  then: (said: T) => void,
) => (payload: unknown) => void

/** How to log in, and what to do with what the relay says. */
export interface Dialling extends DialOptions {
  as: As
  first?: Uint8Array
  tickets: Tickets
  /** What the relay may say once logged in, by event name, each with its schema; the first is `welcome`. */
  heard(on: On): Record<string, (payload: unknown) => void>
  onFrame(bytes: Uint8Array): void
  onEnd(end: PipeEnd): void
}

/** What a WebSocket says of its sending; engine.io keeps it in a private field, so it may be gone after an update. */
interface Sending {
  transport?: { ws?: { readyState?: unknown; bufferedAmount?: unknown } | null }
}

/** `WebSocket.OPEN`, wherever that global is missing. */
const OPEN = 1

const LOST: PipeEnd = { code: Close.lost, reason: 'the connection to the relay broke' }

/** A connection to the relay: logs in, then carries events and frames until it ends. It never reconnects. */
export class RelaySocket {
  readonly #socket: Socket
  readonly #dialling: Dialling
  readonly #key: string
  #end: PipeEnd | undefined
  /** The relay has said its last word: it reads no more. */
  #dismissed = false
  #refusal: HearthError | undefined
  #settle: { welcome(): void; fail(error: unknown): void } | undefined
  /** Bytes given to engine.io that it has not passed to the WebSocket yet (within one turn of the loop). */
  #unflushed = 0

  /** @throws CryptoError `origin` when that is no relay's origin */
  constructor(dialling: Dialling) {
    this.#dialling = { ...dialling, origin: relayOrigin(dialling.origin) }
    this.#key = toHex(dialling.identity.publicKey)
    const manager = new Manager(this.#dialling.origin, {
      path: RELAY_PATH,
      transports: ['websocket'],
      parser: clientParser,
      reconnection: false,
      autoConnect: false,
      timeout: DIAL_TIMEOUT_MS,
    })
    this.#socket = manager.socket('/')
    this.#listen()
  }

  /** Connects and logs in. @throws {HearthError} `relay.unreachable`, or the relay's own refusal */
  async dial(): Promise<void> {
    const { tickets, signal, origin } = this.#dialling
    signal?.throwIfAborted()
    const ticket = tickets.take(origin, this.#key, Date.now())
    const login = ticket && { login: await answer(this.#dialling, ticket) }
    this.#socket.auth = { v: RELAY_VERSION, ...login }
    await this.#connect()
  }

  #connect(): Promise<void> {
    const { signal } = this.#dialling
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => this.#fail(new HearthError('relay.unreachable')), DIAL_TIMEOUT_MS)
      const abort = () => this.#fail(signal?.reason ?? new HearthError('relay.unreachable'))
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        this.#settle = undefined
      }
      this.#settle = {
        welcome: () => {
          done()
          resolve()
        },
        fail: (error) => {
          done()
          reject(error)
        },
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#socket.connect()
    })
  }

  #fail(error: unknown): void {
    this.#settle?.fail(error)
    this.hangUp()
  }

  #listen(): void {
    const socket = this.#socket
    const { heard, onFrame, onEnd, tickets, origin } = this.#dialling
    const on: On = (schema, then) => (payload) => this.#heed(payload, schema, then)
    socket.on('connect', () => socket.io.engine.on('flush', () => this.#flushed()))
    socket.on('connect_error', (cause) =>
      this.#fail(new HearthError('relay.unreachable', undefined, { cause })),
    )
    socket.on('disconnect', () => {
      const end = this.#end ?? LOST
      if (this.#settle) this.#fail(this.#refusal ?? new HearthError('relay.unreachable', end.reason))
      else onEnd(end)
    })
    socket.on(
      'challenge',
      on(Challenge, (to) => this.#answer(to)),
    )
    socket.on(
      'end',
      on(Ending, ({ code, reason, error }) => {
        this.#dismissed = true
        this.#end = { code, reason }
        if (error) this.#refusal = fromWireError(error)
        if (this.#settle) this.#fail(this.#refusal ?? new HearthError('relay.unreachable', reason))
        else this.hangUp()
      }),
    )
    for (const [name, handle] of Object.entries(heard(on))) {
      socket.on(name, (payload: unknown) => {
        if (name === 'welcome') {
          const next = v.safeParse(v.object({ next: Challenge }), payload)
          if (next.success) tickets.keep(origin, this.#key, next.output.next, Date.now())
        }
        handle(payload)
        if (name === 'welcome') this.#settle?.welcome()
      })
    }
    socket.on(FRAME, onFrame)
  }

  /** Runs `then` on a well-formed payload; a relay that says anything else is left. */
  #heed<T>(payload: unknown, schema: v.GenericSchema<unknown, T>, then: (output: T) => void): void {
    const parsed = v.safeParse(schema, payload)
    if (parsed.success) then(parsed.output)
    else this.leave({ code: Close.protocol, reason: 'the relay said something odd' })
  }

  #answer(challenge: Challenge): void {
    answer(this.#dialling, challenge).then(
      (login) => this.emit('login', login),
      (error) => this.#fail(error),
    )
  }

  #flushed(): void {
    this.#unflushed = 0
  }

  get #webSocket() {
    return (this.#socket.io.engine as unknown as Sending | undefined)?.transport?.ws
  }

  /** A WebSocket that is closing drops what it is given, and a browser complains in the page's console. */
  get #open(): boolean {
    const state = this.#webSocket?.readyState ?? OPEN
    return this.#socket.connected && !this.#dismissed && state === OPEN
  }

  /** Bytes sent and not yet handed to the network. */
  get backlog(): number {
    const buffered = this.#webSocket?.bufferedAmount
    return this.#unflushed + (typeof buffered === 'number' ? buffered : 0)
  }

  /** Sends one binary message; nothing is kept for later when the connection is gone. */
  frame(bytes: Uint8Array): void {
    if (!this.#open) return
    this.#unflushed += bytes.length
    this.#socket.emit(FRAME, bytes)
  }

  emit(event: string, payload: object): void {
    if (this.#open) this.#socket.emit(event, payload)
  }

  /** Asks the relay and waits for its yes. @throws {HearthError} its refusal, or `relay.unreachable` */
  async ask(event: string, payload: object, timeoutMs = CONTROL_TIMEOUT_MS): Promise<void> {
    const unanswered = new HearthError('relay.unreachable')
    if (!this.#open) throw unanswered
    const reply = await this.#socket
      .timeout(timeoutMs)
      .emitWithAck(event, payload)
      .catch(() => {
        throw unanswered
      })
    const parsed = v.safeParse(Reply, reply)
    if (!parsed.success) throw new HearthError('relay.protocol')
    if ('error' in parsed.output) throw fromWireError(parsed.output.error)
  }

  /** Round trip in ms. @throws {HearthError} `relay.unreachable` after `timeoutMs` */
  async ping(timeoutMs: number): Promise<number> {
    const start = performance.now()
    await this.ask('probe', {}, timeoutMs)
    return performance.now() - start
  }

  /** Leaves the relay with a reason of its own. */
  leave(end: PipeEnd): void {
    this.#end = { code: end.code, reason: end.reason.slice(0, MAX_REASON) }
    this.hangUp()
  }

  /** Leaves without a word of its own; socket.io's `disconnect` says goodbye to who still reads. */
  hangUp(): void {
    if (this.#socket.connected && !this.#open) this.#socket.io.engine.close()
    else this.#socket.disconnect()
  }
}

const answer = async (dialling: Dialling, to: Challenge): Promise<Login> => {
  const { identity, origin, as, first } = dialling
  const statement = loginStatement(origin, { challenge: fromHex(to.challenge), t: to.t }, identity.publicKey)
  const signature = toHex(await identity.sign(statement))
  const login: Login = { key: toHex(identity.publicKey), challenge: to.challenge, signature, as }
  return first ? { ...login, first: toBase64url(first) } : login
}
