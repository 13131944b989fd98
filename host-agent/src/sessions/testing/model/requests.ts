import type { AgentRequest } from '../../../agents/driver.ts'
import type { Requests, Settled } from '../../../requests/api.ts'

interface Entry {
  readonly session: string
  readonly turn: number
  readonly ask: AgentRequest
  readonly settled: Settled
}

/** The pending set of one life of the host, as far as the turn engine sees it: a reply first, then the receipt. */
export class ModelRequests implements Pick<Requests, 'open' | 'withdraw'> {
  readonly pending = new Map<string, Entry>()
  readonly #mint: () => string

  constructor(mint: () => string) {
    this.#mint = mint
  }

  open(
    spec: { session: string; turn: number; ask: AgentRequest },
    settled: Settled,
    shown?: () => void,
  ): { request: string; title: string } {
    const request = this.#mint()
    this.pending.set(request, { session: spec.session, turn: spec.turn, ask: spec.ask, settled })
    shown?.()
    return { request, title: spec.ask.kind }
  }

  withdraw(request: string): void {
    const entry = this.pending.get(request)
    this.pending.delete(request)
    entry?.settled('withdrawn', null, null)
  }

  /** A person decides. The request may be withdrawn before the agent has taken the reply. */
  async decide(request: string, allow: boolean, by: string): Promise<void> {
    const { ask } = this.pending.get(request) ?? {}
    if (ask?.kind !== 'permission') return
    const result = await ask.reply(allow ? { allow: true } : { allow: false })
    const entry = this.pending.get(request)
    if (entry === undefined) return
    if (result === 'gone') return this.withdraw(request)
    this.pending.delete(request)
    entry.settled(allow ? 'allowed' : 'denied', by, null)
  }
}
