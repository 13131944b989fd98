import type { PromptContent, Turn, TurnOutcome } from '@hearth/shared/session'
import type { Draft } from '../agents/driver.ts'
import type { Clock } from './clock.ts'
import { Blocks } from './drafts.ts'
import { type Credit, Pacer } from './pacing.ts'

/** A turn that runs, as far as it is not in the log. Nothing of it survives a crash, and nothing needs to. */
export class Run {
  readonly turn: number
  readonly agent: string
  /** As it stood when the turn began: a prompt can be changed until then. */
  content: PromptContent
  /** What was given to it while it ran. */
  readonly steered: PromptContent[] = []
  readonly pacer: Pacer
  readonly blocks: Blocks
  /** Blocks that were numbered and are not stored yet. */
  readonly fresh: { n: number; key: string }[] = []
  /** The host's request ids by the agent's. */
  readonly requests = new Map<string, string>()
  /** Turns of prompts that it has taken in, each with the newest block of that moment. */
  readonly joins: { turn: number; block: number | null }[] = []
  /** How it has settled in the log. */
  outcome: TurnOutcome | null = null
  /** It ended, for the engine: whatever the agent still says about it is dropped. */
  over = false

  constructor(
    turn: Turn,
    parts: { clock: Clock; credit: Credit; watched: () => boolean; emit: (draft: Draft) => void },
  ) {
    this.turn = turn.n
    this.agent = turn.agent
    this.content = turn.prompt.content
    this.pacer = new Pacer(parts)
    this.blocks = new Blocks(new Map(), (n, key) => this.fresh.push({ n, key }))
  }

  /** Ends it, once: true for the first who asks. What was held back is emitted before. */
  end(): boolean {
    if (this.over) return false
    this.pacer.end()
    this.over = true
    return true
  }
}
