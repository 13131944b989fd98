import { HearthError, type Up } from '../protocol/index.ts'
import {
  reduce,
  SeqError,
  type SessionAgent,
  type SessionEvent,
  type SessionState,
  trim,
} from '../session/index.ts'
import type { Clock } from './clock.ts'
import { ACK_EVENTS, ACK_MS, KEEP_TURNS, MAX_RESYNCS } from './limits.ts'

/** What a follower is told. After `snapshot` the state is new as a whole; after `events` it grew by exactly those. */
export type FollowUpdate =
  | { readonly type: 'snapshot'; readonly state: SessionState }
  | { readonly type: 'events'; readonly state: SessionState; readonly events: readonly SessionEvent[] }
  | { readonly type: 'caught-up'; readonly state: SessionState | null }
  | {
      readonly type: 'agents'
      readonly state: SessionState | null
      readonly agents: readonly SessionAgent[]
    }
  | { readonly type: 'ended'; readonly error: HearthError }

/** What a subscription needs of the channel that is open now. */
export interface FollowPort {
  /** Sends `subscribe` under a fresh number and gives that number. */
  subscribe(session: string, after: number | null, onError: (error: HearthError) => void): number
  send(message: Up): void
}

/**
 * One session followed over any number of channels. The state is the cursor: each new channel continues right after
 * `state.seq`, and an event that does not fit leads to a new subscription from there, never to a guess.
 */
export class Follow {
  readonly session: string
  readonly #clock: Clock
  readonly #tell: (update: FollowUpdate) => void
  #state: SessionState | null
  #port: FollowPort | undefined
  #sub = -1
  #caughtUp = false
  #resyncs = 0
  #unacked = 0
  #cancelAck: (() => void) | undefined
  #ended = false

  constructor(
    session: string,
    from: SessionState | null,
    clock: Clock,
    tell: (update: FollowUpdate) => void,
  ) {
    this.session = session
    this.#state = from
    this.#clock = clock
    this.#tell = tell
  }

  get state(): SessionState | null {
    return this.#state
  }

  /** Is this everything the host has? False while offline or replaying. */
  get caughtUp(): boolean {
    return this.#caughtUp
  }

  /** Number of the subscription in the present channel, or -1. */
  get sub(): number {
    return this.#sub
  }

  connect(port: FollowPort): void {
    this.#port = port
    this.#resyncs = 0
    this.#subscribe()
  }

  disconnect(): void {
    this.#port = undefined
    this.#sub = -1
    this.#caughtUp = false
    this.#stopAck()
  }

  /** Ends following. */
  close(): void {
    if (this.#sub >= 0) this.#port?.send({ t: 'unsubscribe', sub: this.#sub })
    this.#ended = true
    this.disconnect()
  }

  snapshot(state: SessionState): void {
    this.#state = state
    this.#tell({ type: 'snapshot', state })
  }

  events(events: readonly SessionEvent[]): void {
    let next = this.#state
    try {
      for (const event of events) next = reduce(next, event)
    } catch (error) {
      if (!(error instanceof SeqError)) throw error
      this.#resync()
      return
    }
    if (next === null) return
    this.#state = trim(next, KEEP_TURNS)
    this.#resyncs = 0
    this.#acknowledge(events.length)
    this.#tell({ type: 'events', state: this.#state, events })
  }

  /** What the agents of the session offer now; not part of the state. */
  agents(agents: readonly SessionAgent[]): void {
    this.#tell({ type: 'agents', state: this.#state, agents })
  }

  reachedHead(): void {
    this.#caughtUp = true
    this.#tell({ type: 'caught-up', state: this.#state })
  }

  #subscribe(): void {
    if (this.#port === undefined || this.#ended) return
    this.#caughtUp = false
    this.#sub = this.#port.subscribe(this.session, this.#state?.seq ?? null, (error) => this.#refused(error))
  }

  /** The subscription is thrown away; what still comes under its number is nobody's. */
  #resync(): void {
    this.#port?.send({ t: 'unsubscribe', sub: this.#sub })
    this.#resyncs += 1
    if (this.#resyncs > MAX_RESYNCS) this.#state = null
    if (this.#resyncs > 2 * MAX_RESYNCS) this.#end(new HearthError('link.protocol'))
    else this.#subscribe()
  }

  #refused(error: HearthError): void {
    if (this.#ended || error.code === 'link.lost' || error.code === 'link.timeout') return
    if (error.code === 'host.cursor' && this.#state !== null) {
      this.#state = null
      this.#subscribe()
    } else {
      this.#end(error)
    }
  }

  #end(error: HearthError): void {
    this.#ended = true
    this.disconnect()
    this.#tell({ type: 'ended', error })
  }

  #acknowledge(count: number): void {
    this.#unacked += count
    if (this.#unacked >= ACK_EVENTS) this.#ack()
    else this.#cancelAck ??= this.#clock.after(ACK_MS, () => this.#ack())
  }

  #ack(): void {
    this.#stopAck()
    if (this.#sub < 0 || this.#state === null) return
    this.#port?.send({ t: 'ack', sub: this.#sub, seq: this.#state.seq })
  }

  #stopAck(): void {
    this.#unacked = 0
    this.#cancelAck?.()
    this.#cancelAck = undefined
  }
}
