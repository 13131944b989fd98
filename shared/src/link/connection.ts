import { HearthError, type Up } from '../protocol/index.ts'
import { Attempt, type Peers } from './attempt.ts'
import { Backoff } from './backoff.ts'
import { Cell, type Watched } from './cell.ts'
import { CONNECTION_TABLE, type ConnectionEvent, type ConnectionState, isOver } from './connection-state.ts'
import type { Failure } from './failure.ts'
import { Hold } from './hold.ts'
import { ATTACH_MS, REKEY_FRAMES_LEFT, REKEY_HARD_MS, REKEY_SOFT_MS, STABLE_MS } from './limits.ts'
import type { Incoming, Port } from './port.ts'

/** What a connection tells the link. */
export interface ConnectionEvents {
  /** The device's first message in a new channel. */
  hello(sid: Uint8Array): Up
  /** A channel opened and `hello` was sent: time to resume. */
  opened(port: Port): void
  incoming(incoming: Incoming): void
  /** The channel is gone; nothing sent into it may count as received. */
  closed(): void
}

/** Keeps one device connected to one host for as long as it is wanted: dials, shakes hands, backs off, starts anew. */
export class Connection {
  /** While there is a reason, nothing is dialled and nothing stays connected. */
  readonly hold: Hold
  readonly #peers: Peers
  readonly #events: ConnectionEvents
  readonly #backoff: Backoff
  readonly #state = new Cell<ConnectionState>('paused')
  readonly #error = new Cell<HearthError | null>(null)
  #attempt: Attempt | undefined
  #cancelTimer: (() => void) | undefined
  #liveSince: number | null = null
  #seen = { welcome: false, overview: false }
  #hasPort = false

  constructor(peers: Peers, events: ConnectionEvents) {
    this.#peers = peers
    this.#events = events
    this.#backoff = new Backoff(peers.clock)
    this.hold = new Hold((held) => (held ? this.#drop('hold') : this.#released()))
    this.hold.add('new')
  }

  get state(): Watched<ConnectionState> {
    return this.#state
  }

  /** Why it is not live, or why it was not the last time; null when all is well. */
  get error(): Watched<HearthError | null> {
    return this.#error
  }

  /** Begins to connect. */
  start(): void {
    this.hold.drop('new')
  }

  /** Tries now instead of when the back-off ends. */
  hurry(): void {
    if (this.#state.value === 'offline' || this.#state.value === 'refused') this.#dial()
  }

  /** Ends the present connection as dead, and tries again after the back-off. */
  cut(error: HearthError): void {
    if (this.#attempt === undefined) return
    this.#attempt.stop(false)
    this.#ended({ event: 'lost', error })
  }

  /** A new handshake when the channel is old: politely while `idle`, in any case before its hard limits. */
  rekeyIfDue(idle: boolean): void {
    const life = this.#attempt?.channelLife
    if (life == null) return
    const due = life.framesLeft <= REKEY_FRAMES_LEFT || life.age >= (idle ? REKEY_SOFT_MS : REKEY_HARD_MS)
    if (!due) return
    this.#drop('lost')
    this.#dial()
  }

  /** Round trip to the relay in ms. @throws {HearthError} */
  pingRelay(timeoutMs: number): Promise<number> {
    return this.#attempt?.pingRelay(timeoutMs) ?? Promise.reject(new HearthError('relay.unreachable'))
  }

  close(): void {
    this.#drop('close')
  }

  #move(event: ConnectionEvent): void {
    this.#state.set(CONNECTION_TABLE[this.#state.value][event])
  }

  #released(): void {
    this.#move('release')
    if (this.#state.value === 'offline') this.#dial()
  }

  #dial(): void {
    this.#cancelTimer?.()
    if (this.#attempt !== undefined || this.hold.held || isOver(this.#state.value)) return
    this.#move('dial')
    const attempt = new Attempt(this.#peers, {
      moved: (event) => {
        if (event === 'gone') this.#portGone()
        this.#move(event)
      },
      opened: (port) => this.#opened(port),
      incoming: (incoming) => this.#incoming(incoming),
      ended: (failure) => this.#ended(failure),
    })
    this.#attempt = attempt
    void attempt.start()
  }

  #opened(port: Port): void {
    this.#move('shaken')
    this.#seen = { welcome: false, overview: false }
    this.#hasPort = true
    this.#cancelTimer = this.#peers.clock.after(ATTACH_MS, () => this.cut(new HearthError('link.timeout')))
    port.send(this.#events.hello(port.sid))
    this.#events.opened(port)
  }

  #incoming(incoming: Incoming): void {
    if (incoming.type === 'message') {
      const { t } = incoming.message
      if (t === 'revoked') {
        this.#error.set(new HearthError('link.revoked'))
        this.#drop('revoke')
        return
      }
      if (t === 'welcome' || t === 'overview') this.#seen[t] = true
    }
    this.#events.incoming(incoming)
    if (this.#state.value === 'attaching' && this.#seen.welcome && this.#seen.overview) this.#attached()
  }

  #attached(): void {
    this.#cancelTimer?.()
    this.#liveSince = this.#peers.clock.now()
    this.#error.set(null)
    this.#move('attached')
  }

  #ended({ event, error }: Failure): void {
    const wasGood = this.#liveSince !== null && this.#peers.clock.now() - this.#liveSince >= STABLE_MS
    if (wasGood) this.#backoff.reset()
    this.#attempt = undefined
    this.#error.set(error)
    this.#portGone()
    this.#move(event)
    if (isOver(this.#state.value) || this.hold.held) return
    this.#cancelTimer?.()
    const wait = this.#backoff.next(error.retryAfter)
    this.#cancelTimer = this.#peers.clock.after(wait, () => this.#dial())
  }

  /** Gives up the present attempt by our own wish. */
  #drop(event: 'hold' | 'close' | 'revoke' | 'lost'): void {
    this.#cancelTimer?.()
    this.#attempt?.stop(true)
    this.#attempt = undefined
    this.#portGone()
    this.#move(event)
  }

  #portGone(): void {
    this.#liveSince = null
    if (!this.#hasPort) return
    this.#hasPort = false
    this.#events.closed()
  }
}
