import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { ABORT_GRACE_MS, ABORT_LIMIT } from '../limits.ts'
import { within } from '../process/group.ts'
import { call } from './api.ts'
import type { Where } from './record.ts'
import { isBusy } from './requests.ts'
import type { Turn } from './turn.ts'

type AbortSpec = {
  where: Where
  turn: Turn
  client(): Promise<OpencodeClient>
  /** opencode says that it is idle, and the turn has not settled. */
  onIdle(): void
}

/** Asks opencode to stop a turn, looks whether it did, and asks again: ABORT_LIMIT times in all. */
export class Aborts {
  private readonly spec: AbortSpec
  private times = 0
  private answersBefore = 0
  private watch: NodeJS.Timeout | null = null
  private asking: Promise<unknown> = Promise.resolve()

  constructor(spec: AbortSpec) {
    this.spec = spec
  }

  isAsked(): boolean {
    return this.times > 0
  }

  /** Asks once, and in a while again. Resolves when asked. */
  async ask(): Promise<void> {
    const { turn, where, client, onIdle } = this.spec
    if (turn.state() === 'settled') return
    this.times += 1
    this.answersBefore = turn.answerCount()
    if (this.times > ABORT_LIMIT) {
      const message = 'opencode did not stop when it was asked to.'
      turn.settle({ outcome: 'failed', error: { code: 'agent.unresponsive', message } })
      return
    }
    this.clear()
    this.watch = setTimeout(() => this.again(), ABORT_GRACE_MS)
    try {
      const running = await client()
      const asked = call('stop', (options) => running.session.abort(where, options))
      this.asking = asked.catch(() => undefined)
      await asked
      if (this.times > 1 && !(await isBusy(running, where))) onIdle()
    } catch (error) {
      // The server may have ended, which settles the turn by its record; if not, the watch above asks again.
      if (this.times >= ABORT_LIMIT) throw error
    }
  }

  again(): void {
    this.ask().catch((error: unknown) => {
      const failure = { code: 'agent.unresponsive' as const, message: String(error) }
      this.spec.turn.settle({ outcome: 'failed', error: failure })
    })
  }

  /**
   * Resolves when opencode has answered what it was asked last, or after ABORT_GRACE_MS: a prompt that it gets before
   * that may be stopped in the place of the turn that was meant.
   */
  async answered(): Promise<void> {
    await within(this.asking, ABORT_GRACE_MS)
  }

  /** Something was heard: a stopped turn that has another answer goes on, and is asked again. */
  heard(): void {
    if (this.isAsked() && this.spec.turn.answerCount() > this.answersBefore) this.again()
  }

  clear(): void {
    if (this.watch !== null) clearTimeout(this.watch)
    this.watch = null
  }
}
