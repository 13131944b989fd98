import type { Turn } from '@hearth/shared/session'
import { AgentError, type AgentSession } from '../agents/driver.ts'
import { type Ending, moveTurn, settleTurn } from './changes.ts'
import type { Drive } from './drive.ts'
import type { EngineParts } from './engine-parts.ts'
import { unknownEnding, wordsOf } from './failures.ts'
import type { Change } from './ledger.ts'
import { STEER_SETTLE_MS, STEERING_MAX } from './limits.ts'
import { sealKey } from './seal.ts'
import { noteUnanswered, recordWork } from './work.ts'

/** A prompt that was given to an agent while a turn ran. */
interface Steer {
  readonly turn: number
  readonly agent: string
  readonly key: string
  readonly content: Turn['prompt']['content']
  readonly session: AgentSession
  readonly drive: Drive
  /** What became of it is known, and on its way to the log. */
  over: boolean
  cancelTimer: (() => void) | null
}

interface SteersOwner {
  /** What became of one is in the log. */
  settled(): void
  /** The agent may still act on one by itself: its session is not used again. */
  suspect(drive: Drive): void
  /** The log could not be written. */
  fault(error: unknown): void
}

/**
 * Prompts that steer. Each was given to the agent once, under a key that was durable before; it is taken into the
 * running turn, or comes back to the front of the queue where it certainly was not, or is `unknown`.
 */
export class Steers {
  readonly #parts: EngineParts
  readonly #owner: SteersOwner
  readonly #live = new Map<number, Steer>()
  /** Turns that were to steer and have not run, in the order in which that was asked for: the front of the queue. */
  readonly #asked: Set<number>

  constructor(parts: EngineParts, owner: SteersOwner) {
    this.#parts = parts
    this.#owner = owner
    this.#asked = new Set(parts.ledger.created ? leading(parts.ledger.state.queued) : [])
  }

  get size(): number {
    return this.#live.size
  }

  get full(): boolean {
    return this.#live.size >= STEERING_MAX
  }

  uses(agent: string): boolean {
    return [...this.#live.values()].some((steer) => steer.agent === agent)
  }

  /** Puts a turn in front, behind those that were there first by steering. */
  front(change: Change, turn: number): void {
    const { queued } = change.state
    this.#ask(change, turn)
    for (const n of this.#asked) if (!queued.some((one) => one.n === n)) this.#asked.delete(n)
    const turns = [...this.#asked]
    if (turns.some((n, at) => queued[at]?.n !== n))
      change.emit({ type: 'queue.ordered', at: this.#now(), turns, by: null })
  }

  /** People have put the queue into an order of their own: only what is with the agent goes before it. */
  forgetOrder(): void {
    for (const turn of this.#asked) if (!this.#live.has(turn)) this.#asked.delete(turn)
  }

  /** Gives a queued prompt to the agent of the turn that runs, as soon as this change is durable. */
  give(change: Change, turn: Turn, drive: Drive, session: AgentSession): void {
    this.front(change, turn.n)
    if (!moveTurn(change, turn.n, 'steering', this.#now())) return
    const key = sealKey(change, this.#parts, turn.n, session)
    const { n, agent } = turn
    const { content } = turn.prompt
    const steer: Steer = { turn: n, agent, key, content, session, drive, over: false, cancelTimer: null }
    change.durable(() => {
      this.#live.set(n, steer)
      drive.run.steered.push(content)
      this.#steer(steer).catch(this.#parts.report)
    })
  }

  /** The running turn has taken in the prompt that was given under this key. */
  joined(drive: Drive, key: string): void {
    for (const steer of this.#live.values()) if (steer.drive === drive && steer.key === key) this.#join(steer)
  }

  /** The turn is over: what becomes of those that were to steer it must be known soon. */
  turnOver(drive: Drive): void {
    for (const steer of this.#live.values()) {
      if (steer.drive !== drive || steer.over) continue
      steer.cancelTimer = this.#parts.clock.after(STEER_SETTLE_MS, () => {
        this.#lose(steer, 'The agent did not say what became of it when the turn had ended.')
      })
    }
  }

  /** What becomes of them can't be told any more: recovery asks the agent's record. */
  abandon(): void {
    for (const steer of this.#live.values()) {
      steer.over = true
      steer.cancelTimer?.()
    }
    this.#live.clear()
  }

  /** Remembers that a turn was to steer, if the change becomes durable. */
  #ask(change: Change, turn: number): void {
    if (this.#asked.has(turn)) return
    this.#asked.add(turn)
    let isKept = false
    change.durable(() => {
      isKept = true
    })
    change.done(() => {
      if (!isKept) this.#asked.delete(turn)
    })
  }

  async #steer(steer: Steer): Promise<void> {
    const { session, key, content, drive } = steer
    if (drive.run.over || session.steer === null) return this.#giveBack(steer)
    try {
      const result = await session.steer({ key, content })
      if (result === 'joined') this.#join(steer)
      else this.#giveBack(steer)
    } catch (error) {
      if (error instanceof AgentError) return this.#giveBack(steer)
      this.#parts.report(error)
      this.#lose(steer, `It can’t be known whether the agent got this prompt: ${wordsOf(error)}`)
    }
  }

  #join(steer: Steer): void {
    const { drive, session, agent } = steer
    const { run } = drive
    this.#end(steer, (change) => {
      const joined = { turn: run.turn, block: run.blocks.last }
      this.#settle(change, steer.turn, { outcome: 'completed', joined })
      const join = { turn: steer.turn, block: joined.block }
      if (run.outcome === null) run.joins.push(join)
      else noteUnanswered(change, run, join, this.#now())
      const work = { turn: steer.turn, agent, agentSession: session.id }
      recordWork(change, this.#parts.store, this.#parts.ledger.num, work)
    })
  }

  #giveBack(steer: Steer): void {
    this.#end(steer, (change) => {
      if (!moveTurn(change, steer.turn, 'queued', this.#now())) return
      this.front(change, steer.turn)
      // It was certainly not taken, and its key has no place of its own in what the agent remembers.
      const { ledger, store } = this.#parts
      change.row(() => store.turns.clear(ledger.num, steer.turn))
    })
  }

  #lose(steer: Steer, why: string): void {
    if (!steer.over) this.#owner.suspect(steer.drive)
    this.#end(steer, (change) => this.#settle(change, steer.turn, unknownEnding(why)))
  }

  #settle(change: Change, turn: number, ending: Ending): void {
    const { ledger, store } = this.#parts
    settleTurn(change, turn, ending, this.#now())
    change.row(() => store.turns.clear(ledger.num, turn))
  }

  /** Ends it once, by whatever is known first. */
  #end(steer: Steer, work: (change: Change) => void): void {
    if (steer.over) return
    steer.over = true
    steer.cancelTimer?.()
    this.#parts.ledger.submit(work).then(
      () => {
        if (this.#live.get(steer.turn) !== steer) return
        this.#live.delete(steer.turn)
        this.#owner.settled()
      },
      (error: unknown) => this.#owner.fault(error),
    )
  }

  #now(): number {
    return this.#parts.clock.now()
  }
}

/** Turns at the queue's front that were sent to steer. */
const leading = (queued: readonly Turn[]): number[] => {
  const end = queued.findIndex((turn) => turn.state !== 'steering' && turn.prompt.delivery !== 'steer')
  return (end < 0 ? queued : queued.slice(0, end)).map((turn) => turn.n)
}
