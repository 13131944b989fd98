import { setTimeout as pause } from 'node:timers/promises'
import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { AgentError, type SteerResult } from '../driver.ts'
import { LINGER_LIMIT, LINGER_MS } from '../limits.ts'
import { Refused } from './api.ts'
import type { Prompt } from './deliver.ts'
import type { Where } from './record.ts'
import { remove, trace } from './strays.ts'
import type { Turn } from './turn.ts'

type SteersSpec = {
  where: Where
  turn: Turn
  client(): Promise<OpencodeClient>
  /** Resolves when opencode has the turn's own prompt, or the turn has ended. */
  begun: Promise<void>
  /** Resolves when the turn has settled. */
  over: Promise<void>
  isStopping(): boolean
  deliver(prompt: Prompt): Promise<void>
  /** Reads the record: events may have been missed. */
  repair(): void
  /** Prompts that opencode may hold unanswered; whoever prompts next takes them out first. */
  strays: Set<string>
}

const ENDING = 'The turn is about to end.'

/**
 * Prompts that are given to a running turn. opencode puts them into the run at its next step; one that comes too
 * late starts a run of its own, which counts as this turn's. What the run ends without is taken out of opencode's
 * history again, so that nobody answers it unasked, and it can be sent as a turn of its own under the same key.
 */
export class Steers {
  private readonly spec: SteersSpec
  /** One after the other: opencode must store them in this order. */
  private line: Promise<unknown> = Promise.resolve()
  private readonly left = new Set<string>()
  private readonly unknown = new Map<string, string>()
  private isLingering = false
  private isLost = false
  private ended: () => void = () => undefined
  private readonly end = new Promise<void>((resolve) => {
    this.ended = resolve
  })

  constructor(spec: SteersSpec) {
    this.spec = spec
  }

  /** See AgentSession.steer. */
  async give(prompt: Prompt): Promise<SteerResult> {
    const turn = this.line.then(() => this.send(prompt))
    this.line = turn.catch(() => undefined)
    await turn
    await this.end
    const why = this.unknown.get(prompt.key)
    if (why !== undefined) throw new Error(`It is not known whether opencode has the prompt: ${why}`)
    return this.left.has(prompt.key) ? 'left' : 'joined'
  }

  /**
   * opencode is idle and has not answered all of them: finds out what became of them, LINGER_LIMIT × LINGER_MS long,
   * and lets the turn end. An answer that begins meanwhile goes on with the turn.
   */
  async linger(): Promise<void> {
    if (this.isLingering) return
    this.isLingering = true
    const { turn } = this.spec
    try {
      for (let tries = 0; turn.state() === 'lingering'; tries++) {
        await this.clear(tries >= LINGER_LIMIT)
        if (turn.state() !== 'lingering') return
        if (turn.prompts.waiting().length === 0) turn.sign('late')
        else await pause(LINGER_MS)
      }
    } finally {
      this.isLingering = false
    }
  }

  /** opencode has ended: what it has not stored by now it never will. */
  lost(): void {
    this.isLost = true
  }

  /** The turn has settled: nothing is taken in any more. */
  async finish(): Promise<void> {
    await this.line
    for (let tries = 0; this.spec.turn.prompts.waiting().length > 0; tries++) {
      await this.clear(tries >= 1)
      if (this.spec.turn.prompts.waiting().length > 0) await pause(LINGER_MS)
    }
    this.ended()
  }

  private async send(prompt: Prompt): Promise<void> {
    const { turn, begun, over, isStopping, deliver } = this.spec
    await begun
    const hasEnded = turn.state() === 'settled' || turn.state() === 'lingering'
    if (hasEnded || isStopping()) throw new AgentError('agent.failed', ENDING)
    turn.prompts.give(prompt.key)
    const stored = turn.prompts.whenStored(prompt.key)
    try {
      await Promise.race([deliver(prompt), stored, over])
    } catch (error) {
      // Without an answer, opencode may have it all the same: that is found out when the turn ends.
      if (!(error instanceof Refused)) return
      turn.prompts.drop(prompt.key)
      throw new AgentError('agent.failed', error.message)
    }
  }

  /** Takes out what was not answered. `isLast`: what can't be found out now is not known. */
  private async clear(isLast: boolean): Promise<void> {
    for (const key of this.spec.turn.prompts.waiting()) {
      try {
        await this.clearOne(key, isLast)
      } catch (error) {
        if (isLast) this.giveUp(key, String(error))
      }
    }
  }

  private async clearOne(key: string, isLast: boolean): Promise<void> {
    const { turn, where } = this.spec
    const client = await this.spec.client()
    const { found } = await trace(client, where, key)
    if (!turn.prompts.waiting().includes(key)) return
    if (found === 'answered' && !isLast) return this.spec.repair()
    if (found === 'answered') return this.giveUp(key, 'it was answered when the turn had ended')
    // One that is not there may be on its way still: opencode says that it has a prompt before it has stored it.
    if (found === 'absent' && !this.isLost) {
      if (isLast) this.giveUp(key, 'it has not stored it')
      return
    }
    if (await remove(client, where, key)) {
      turn.prompts.drop(key)
      this.left.add(key)
    } else if (isLast) this.giveUp(key, 'it is at work in the session')
  }

  private giveUp(key: string, why: string): void {
    this.spec.turn.prompts.drop(key)
    this.spec.strays.add(key)
    this.unknown.set(key, why)
  }
}
