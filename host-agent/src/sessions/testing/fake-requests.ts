import { randomBytes } from 'node:crypto'
import type { RequestOutcome } from '@hearth/shared/session'
import type { AskSpec, Requests, Settled } from '../../requests/api.ts'

interface Entry extends Pick<AskSpec, 'ask' | 'turn' | 'provenance'> {
  settled: Settled
}

/** A pending set without rules: tests answer what is in it. */
export class FakeRequests implements Pick<Requests, 'open' | 'withdraw'> {
  readonly pending = new Map<string, Entry>()
  readonly withdrawn: string[] = []
  /** Rules look at what is asked, before people do. */
  hides = false
  /** Shows the last one that was hidden. */
  show: (() => void) | undefined

  open(
    { ask, turn, provenance }: AskSpec,
    settled: Settled,
    shown?: () => void,
  ): { request: string; title: string } {
    const request = randomBytes(16).toString('hex')
    this.pending.set(request, { ask, turn, provenance, settled })
    if (this.hides) this.show = shown
    else shown?.()
    return { request, title: ask.kind }
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
