import { randomBytes } from 'node:crypto'
import type { RequestOutcome } from '@hearth/shared/session'
import type { AgentRequest } from '../../agents/driver.ts'
import type { Requests, Settled } from '../../requests/api.ts'

/** A pending set without rules: tests answer what is in it. */
export class FakeRequests implements Pick<Requests, 'open' | 'withdraw'> {
  readonly pending = new Map<string, { ask: AgentRequest; turn: number; settled: Settled }>()
  readonly withdrawn: string[] = []

  open(spec: { turn: number; ask: AgentRequest }, settled: Settled): { request: string; title: string } {
    const request = randomBytes(16).toString('hex')
    this.pending.set(request, { ask: spec.ask, turn: spec.turn, settled })
    return { request, title: spec.ask.kind }
  }

  withdraw(request: string): void {
    const entry = this.pending.get(request)
    if (entry === undefined) return
    this.pending.delete(request)
    this.withdrawn.push(request)
    entry.settled('withdrawn', null, null)
  }

  /** A person answers. */
  answer(request: string, outcome: RequestOutcome, by: string | null, rule: string | null = null): void {
    const entry = this.pending.get(request)
    if (entry === undefined) throw new Error('no such request')
    this.pending.delete(request)
    entry.settled(outcome, by, rule)
  }
}
