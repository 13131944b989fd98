import type { Turn } from '@hearth/shared/session'
import type { Draft } from '../agents/driver.ts'
import type { Clock } from './clock.ts'
import { Blocks } from './drafts.ts'
import { type Credit, Pacer } from './pacing.ts'

/** A turn that runs, as far as it is not in the log. Nothing of it survives a crash, and nothing needs to. */
export class Run {
  readonly turn: number
  readonly content: Turn['prompt']['content']
  readonly pacer: Pacer
  readonly blocks: Blocks
  /** Blocks that were numbered and are not stored yet. */
  readonly fresh: { n: number; key: string }[] = []
  /** The host's request ids by the agent's. */
  readonly requests = new Map<string, string>()
  /** The prompt was given to the driver. */
  sent = false
  /** A person asked for its end. */
  stopping = false
  /** It ended, for the engine: whatever the agent still says about it is dropped. */
  over = false
  #cancelTimer: (() => void) | null = null
  readonly #clock: Clock

  constructor(
    turn: Turn,
    parts: { clock: Clock; credit: Credit; watched: () => boolean; emit: (draft: Draft) => void },
  ) {
    this.turn = turn.n
    this.content = turn.prompt.content
    this.#clock = parts.clock
    this.pacer = new Pacer(parts)
    this.blocks = new Blocks(new Map(), (n, key) => this.fresh.push({ n, key }))
  }

  /** Calls back if the run is not over by then. */
  deadline(ms: number, late: () => void): void {
    this.#cancelTimer?.()
    this.#cancelTimer = this.#clock.after(ms, () => {
      if (!this.over) late()
    })
  }

  /** Ends it, once: true for the first who asks. What was held back is emitted before. */
  end(): boolean {
    if (this.over) return false
    this.pacer.end()
    this.over = true
    this.#cancelTimer?.()
    return true
  }
}
