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

export interface WarmLimits {
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
 * never let go; while all are, there may be up to `MAX_LIVE_AGENTS_HARD`, and who comes then can wait for room.
 */
export class WarmPool {
  readonly #clock: Clock
  readonly #limits: WarmLimits
  /** In the order of use, with when each was last used or seen at work. */
  readonly #used = new Map<WarmHandle, number>()
  /** Who wants to know of room, in the order of asking. */
  readonly #waiting = new Set<() => void>()
  /** Places change hands just now: who waits is told after that. */
  #isMoving = false
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
    if (!this.takes(handle)) throw new HearthError('agent.too_many')
  }

  /** Takes in an agent session as `enter` does; false when as many as may be are there, and all are busy. */
  takes(handle: WarmHandle): boolean {
    if (!this.#used.has(handle) && handle.processes === 'per-session') {
      this.#shrink(this.#limits.live - 1)
      if (this.live >= this.#limits.hard) return false
    }
    this.#use(handle)
    this.#plan()
    return true
  }

  /** Calls `come` once when there may be room, in the order of asking. Returns how to give up waiting. */
  wait(come: () => void): () => void {
    this.#waiting.add(come)
    return () => this.#waiting.delete(come)
  }

  /** Something that was busy may be no more: who waits for room is told. */
  rested(): void {
    if (this.#isMoving) return
    this.#moving(() => {
      for (const come of [...this.#waiting]) {
        if (!this.#hasRoom) return
        if (this.#waiting.delete(come)) come()
      }
    })
  }

  /** It was used: a turn began or ended. Nothing happens to one that is not there. */
  touch(handle: WarmHandle): void {
    if (!this.#used.has(handle)) return
    this.#use(handle)
    this.#shrink(this.#limits.live)
  }

  /** It is gone, or was let go by its owner. */
  leave(handle: WarmHandle): void {
    if (!this.#used.delete(handle)) return
    if (this.#used.size === 0) this.#stop()
    this.rested()
  }

  /** Forgets all of them without letting any go: the host goes down. */
  close(): void {
    this.#waiting.clear()
    this.#used.clear()
    this.#stop()
  }

  #own(): WarmHandle[] {
    return [...this.#used.keys()].filter((handle) => handle.processes === 'per-session')
  }

  get #hasRoom(): boolean {
    const own = this.#own()
    return own.length < this.#limits.hard || own.some((handle) => !handle.busy())
  }

  #moving(work: () => void): void {
    const wasMoving = this.#isMoving
    this.#isMoving = true
    try {
      work()
    } finally {
      this.#isMoving = wasMoving
    }
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
    this.#moving(() => {
      this.leave(handle)
      handle.release()
    })
  }

  #plan(): void {
    if (this.#cancelTimer !== null || this.#used.size === 0) return
    const first = Math.min(...this.#used.values())
    const wait = Math.max(0, first + this.#limits.idleMs - this.#clock.now())
    this.#cancelTimer = this.#clock.after(wait, () => {
      this.#cancelTimer = null
      this.#expire()
      this.#plan()
      this.rested()
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
