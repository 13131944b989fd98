import { HearthError, type Up, WIRE_LIMITS } from '../protocol/index.ts'
import type { SessionState } from '../session/index.ts'
import type { Clock } from './clock.ts'
import { Follow, type FollowPort, type FollowUpdate } from './follow.ts'
import { MAX_FOLLOWS } from './limits.ts'
import type { Incoming } from './port.ts'

/** A followed session as its reader holds it. */
export interface Following {
  readonly session: string
  readonly state: SessionState | null
  /** Is `state` all that the host has? False while offline or replaying. */
  readonly caughtUp: boolean
  close(): void
}

/** What the set of follows needs of the channel that is open now. */
export interface FollowsPort {
  subscribe(sub: number, session: string, after: number | null, onError: (error: HearthError) => void): void
  send(message: Up): void
}

const SUBS = WIRE_LIMITS.subscriptionNumbers.value

/** All sessions that a link follows, over all of its channels. */
export class Follows {
  readonly #clock: Clock
  readonly #all = new Set<Follow>()
  #port: FollowPort | undefined
  #nextSub = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Does a turn run in any of them? */
  get busy(): boolean {
    return [...this.#all].some(({ state }) => state?.current != null)
  }

  /** @throws {HearthError} `link.busy` */
  open(session: string, from: SessionState | null, tell: (update: FollowUpdate) => void): Following {
    if (this.#all.size >= MAX_FOLLOWS) throw new HearthError('link.busy')
    const follow = new Follow(session, from, this.#clock, (update) => {
      if (update.type === 'ended') this.#all.delete(follow)
      tell(update)
    })
    this.#all.add(follow)
    if (this.#port !== undefined) follow.connect(this.#port)
    return {
      session,
      get state() {
        return follow.state
      },
      get caughtUp() {
        return follow.caughtUp
      },
      close: () => {
        if (this.#all.delete(follow)) follow.close()
      },
    }
  }

  connect(channel: FollowsPort): void {
    const port: FollowPort = {
      send: (message) => channel.send(message),
      subscribe: (session, after, onError) => {
        const sub = this.#freeSub()
        channel.subscribe(sub, session, after, onError)
        return sub
      },
    }
    this.#port = port
    for (const follow of this.#all) follow.connect(port)
  }

  disconnect(): void {
    this.#port = undefined
    for (const follow of this.#all) follow.disconnect()
  }

  /** Takes what is meant for a subscription; what comes for a number that is no longer in use is nobody's. */
  receive(incoming: Incoming): void {
    if (incoming.type === 'events') {
      this.#of(incoming.sub)?.events(incoming.events)
      return
    }
    const { message } = incoming
    if (message.t === 'snapshot') this.#of(message.sub)?.snapshot(message.state)
    else if (message.t === 'session-agents') this.#of(message.sub)?.agents(message.agents)
    else if (message.t === 'caught-up') this.#of(message.sub)?.reachedHead()
  }

  /** Numbers go round, so that late events of an ended subscription don't find another one. */
  #freeSub(): number {
    do this.#nextSub = (this.#nextSub + 1) % SUBS
    while (this.#of(this.#nextSub) !== undefined)
    return this.#nextSub
  }

  #of(sub: number): Follow | undefined {
    for (const follow of this.#all) if (follow.sub === sub) return follow
    return undefined
  }
}
