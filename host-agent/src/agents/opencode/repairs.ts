import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { AgentError } from '../driver.ts'
import { PROMPT_SILENCE_MS, RESEND_LIMIT, SILENCE_LIMIT } from '../limits.ts'
import { isOlder } from './ids.ts'
import { readFrom, recovered, type Where } from './record.ts'
import { isBusy, pendingRequests } from './requests.ts'
import type { SessionParts } from './session-parts.ts'
import type { Turn } from './turn.ts'
import type { MessageRecord } from './wire.ts'

type RepairsSpec = {
  where: Where
  key: string
  turn: Turn
  parts: Pick<SessionParts, 'client' | 'hub'>
  isCancelled(): boolean
  /** Sends the turn's prompt once more. */
  send(client: OpencodeClient): void
  /** Runs later, unless something else is awaited by then. */
  arm(ms: number, then: () => void): void
  /** Ends the turn without settling it. */
  fail(error: Error): void
}

export const EXITED = { code: 'agent.exited', message: 'opencode ended by itself during this turn.' }

/** Brings a turn up to what opencode's record and lists show, after events may have been missed. */
export class Repairs {
  private readonly spec: RepairsSpec
  private silences = 0
  private resends = 0

  constructor(spec: RepairsSpec) {
    this.spec = spec
  }

  /** `hasDied`: the server that had the turn has ended, and with it everything that its record does not show. */
  start(hasDied: boolean): void {
    this.reconcile(hasDied).catch((error: unknown) => {
      if (this.spec.turn.state() === 'settled') return
      if (hasDied) this.endLost()
      else this.silent(error)
    })
  }

  /** Reads what was missed; ends the turn where that shows that it has ended. */
  private async reconcile(hasDied: boolean): Promise<void> {
    const { parts, where, key, turn } = this.spec
    const client = await parts.client()
    const messages = await readFrom(client, where, key)
    const busy = await isBusy(client, where)
    const keepOnly = turn.census()
    const requests = await pendingRequests(client, where.directory)
    if (turn.state() === 'settled') return
    turn.read(messages ?? [])
    keepOnly(new Set(requests.map(({ properties }) => properties.id)))
    // opencode lists for ever what an aborted turn asked, and says yes to whoever answers it.
    const asked = requests.filter(({ properties }) => !isOlder(properties.id, key))
    for (const request of asked) await parts.hub.deliver(request, where.directory)
    if (hasDied) this.afterDeath(client, messages)
    else if (!busy) this.afterCut()
  }

  private afterDeath(client: OpencodeClient, messages: MessageRecord[] | null): void {
    const { turn, isCancelled, send, fail } = this.spec
    const record = recovered(messages, false)
    if (record.found === 'ended') turn.settle(record.how)
    else if (isCancelled()) turn.settle({ outcome: 'cancelled' })
    else if (record.found !== 'absent' || turn.isAccepted()) turn.settle({ outcome: 'failed', error: EXITED })
    else if (this.resends < RESEND_LIMIT) {
      this.resends += 1
      send(client)
    } else fail(new AgentError('agent.exited', EXITED.message))
  }

  /** opencode is idle: the turn has ended, or has not begun. */
  private afterCut(): void {
    const { turn, isCancelled } = this.spec
    turn.sign('idle')
    if (turn.state() === 'closing') turn.sign('late')
    if (turn.state() === 'lingering' || turn.state() === 'settled') return
    if (isCancelled()) turn.settle({ outcome: 'cancelled' })
    else this.silent(new Error('opencode has not begun the turn.'))
  }

  /** Nothing was heard, and nothing is to be read: tried again SILENCE_LIMIT times. */
  private silent(error: unknown): void {
    const { turn, arm, fail } = this.spec
    this.silences += 1
    if (this.silences < SILENCE_LIMIT) return arm(PROMPT_SILENCE_MS, () => this.start(false))
    const message = error instanceof Error ? error.message : String(error)
    if (!turn.isAccepted()) fail(new Error(`It is not known whether opencode got the prompt: ${message}`))
    else turn.settle({ outcome: 'failed', error: { code: 'agent.unresponsive', message } })
  }

  private endLost(): void {
    const { turn, fail } = this.spec
    if (turn.isAccepted()) turn.settle({ outcome: 'failed', error: EXITED })
    else fail(new Error('opencode ended, and it is not known whether it got the prompt.'))
  }
}
