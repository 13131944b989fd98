import { HearthError } from '@hearth/shared/protocol'
import type { Clock } from './clock.ts'
import { MAX_LIVE_AGENTS, MAX_LIVE_AGENTS_HARD, WARM_IDLE_MS } from './limits.ts'

/** A live agent session, as far as the pool has to know it. */
export interface WarmHandle {
  /** Does it hold a process of its own, or is it one of many in a shared one? */
  readonly processes: 'shared' | 'per-session'
  /** Does anything forbid letting it go: a turn, a request, a prompt that steers, a command that it left running? */
  busy(): boolean
  /** Lets it go. The pool has forgotten it by then; it may be entered again. Must not throw. */
  release(): void
}

interface WarmLimits {
  readonly idleMs: number
  readonly live: number
  readonly hard: number
}

const LIMITS: WarmLimits = {
  idleMs: WARM_IDLE_MS,
  live: MAX_LIVE_AGENTS,
  hard: MAX_LIVE_AGENTS_HARD,
}

/**
 * The live agent sessions of all sessions of the host. One that was idle for `WARM_IDLE_MS` is let go. Of those with
 * a process of their own `MAX_LIVE_AGENTS` are kept: the least recently used idle one makes room. What is busy is
 * never let go; while all are, there may be up to `MAX_LIVE_AGENTS_HARD`.
 */
export class WarmPool {
  readonly #clock: Clock
  readonly #limits: WarmLimits
  /** In the order of use, with when each was last used or seen at work. */
  readonly #used = new Map<WarmHandle, number>()
  #cancelTimer: (() => void) | null = null

  constructor(clock: Clock, limits: WarmLimits = LIMITS) {
    this.#clock = clock
    this.#limits = limits
  }

  /** Live sessions that hold a process of their own. */
  get live(): number {
    return this.#own().length
  }

  /**
   * Takes in an agent session, before its process is started. Taking in one that is there is using it.
   * @throws HearthError `agent.too_many` when as many as may be are there, and all are busy
   */
  enter(handle: WarmHandle): void {
    if (!this.#used.has(handle) && handle.processes === 'per-session') {
      this.#shrink(this.#limits.live - 1)
      if (this.live >= this.#limits.hard) throw new HearthError('agent.too_many')
    }
    this.#use(handle)
    this.#plan()
  }

  /** It was used: a turn began or ended. Nothing happens to one that is not there. */
  touch(handle: WarmHandle): void {
    if (!this.#used.has(handle)) return
    this.#use(handle)
    this.#shrink(this.#limits.live)
  }

  /** It is gone, or was let go by its owner. */
  leave(handle: WarmHandle): void {
    this.#used.delete(handle)
    if (this.#used.size === 0) this.#stop()
  }

  /** Forgets all of them without letting any go: the host goes down. */
  close(): void {
    this.#used.clear()
    this.#stop()
  }

  #own(): WarmHandle[] {
    return [...this.#used.keys()].filter((handle) => handle.processes === 'per-session')
  }

  #use(handle: WarmHandle): void {
    this.#used.delete(handle)
    this.#used.set(handle, this.#clock.now())
  }

  /** Lets idle ones go, those first that were used longest ago, until `most` are left or all are busy. */
  #shrink(most: number): void {
    const own = this.#own()
    let over = own.length - most
    for (const handle of own) {
      if (over <= 0) return
      if (!this.#used.has(handle) || handle.busy()) continue
      this.#release(handle)
      over -= 1
    }
  }

  #release(handle: WarmHandle): void {
    this.leave(handle)
    handle.release()
  }

  #plan(): void {
    if (this.#cancelTimer !== null || this.#used.size === 0) return
    const first = Math.min(...this.#used.values())
    const wait = Math.max(0, first + this.#limits.idleMs - this.#clock.now())
    this.#cancelTimer = this.#clock.after(wait, () => {
      this.#cancelTimer = null
      this.#expire()
      this.#plan()
    })
  }

  #expire(): void {
    const idleSince = this.#clock.now() - this.#limits.idleMs
    for (const [handle, used] of [...this.#used]) {
      if (used > idleSince || !this.#used.has(handle)) continue
      if (handle.busy()) this.#used.set(handle, this.#clock.now())
      else this.#release(handle)
    }
  }

  #stop(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
  }
}
