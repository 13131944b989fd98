import { HearthError } from '@hearth/shared/protocol'
import type { Rule, RuleDraft, RuleWhat } from '@hearth/shared/session'
import type { Passkey } from '../passkeys/api.ts'
import type { Matter, RuleAuthor, Verdict } from '../policy/api.ts'
import type { RequestsOptions } from './options.ts'

/** Rules that say what a test tells them to. */
export class FakeRules implements RequestsRules {
  verdict: Verdict = { effect: 'ask', rule: null, why: '' }
  suggestions: RuleWhat[] = []
  /** What `wouldAllow` says. */
  allows = true
  /** Adding one fails with this. */
  failure: Error | null = null
  /** Called when one is added. */
  onAdd: () => void = () => undefined
  readonly judged: Matter[] = []
  readonly uses: string[] = []
  /** What is kept of requests, and what became of them. */
  readonly past: string[] = []
  readonly added: { draft: RuleDraft; author: RuleAuthor }[] = []

  judge(matter: Matter): Verdict {
    this.judged.push(matter)
    return this.verdict
  }

  used(rule: string): void {
    this.uses.push(rule)
  }

  remember({ facts }: Matter, title: string): void {
    this.past.push(`${facts.reqId} ${title}`)
  }

  outcome(request: string, outcome: string): void {
    this.past.push(`${request} ${outcome}`)
  }

  suggest(): RuleWhat[] {
    return this.suggestions
  }

  wouldAllow(): boolean {
    return this.allows
  }

  async add(draft: RuleDraft, author: RuleAuthor): Promise<Rule> {
    if (this.failure !== null) throw this.failure
    this.added.push({ draft, author })
    this.onAdd()
    const by = author.kind === 'owner' ? null : author.id
    return { ...draft, id: '0'.repeat(16), createdAt: 0, by, starter: null, used: 0, lastUsedAt: null }
  }
}
type RequestsRules = RequestsOptions['rules']

/** Brakes that a test holds. */
export class FakeGuard implements RequestsGuard {
  paused = false
  readonly held = new Set<string>()
  readonly out = new Set<string>()
  readonly denials: string[] = []
  isHeld = (session: string): boolean => this.held.has(session)
  isShutOut = (device: string): boolean => this.out.has(device)
  admits = (session: string): boolean => !this.held.has(session)
  denied = (session: string): void => {
    this.denials.push(session)
  }
}
type RequestsGuard = RequestsOptions['guard']

/** Passkeys whose assertions are good exactly if they name the device and the decision that they are about. */
export class FakePasskeys implements RequestsPasskeys {
  readonly keys: Passkey[] = []
  /** Verifying waits for this. */
  gate: Promise<void> = Promise.resolve()
  /** How often it was asked to verify. */
  asked = 0

  add(device: string, id: string): void {
    this.keys.push({ id, device, createdAt: 0, lastUsedAt: null })
  }

  of(device: string): readonly Passkey[] {
    return this.keys.filter((key) => key.device === device)
  }

  /** The assertion of a passkey over the first 256 bytes of a decision. */
  assert(id: string, decision: Uint8Array): string {
    return JSON.stringify({ id, over: Buffer.from(decision.subarray(0, 256)).toString('hex') })
  }

  async verify(device: string, assertion: string, decision: Uint8Array): Promise<void> {
    this.asked += 1
    await this.gate
    const good = this.of(device).some(({ id }) => this.assert(id, decision) === assertion)
    if (!good || decision.length !== 256) throw new HearthError('decision.step_up')
  }
}
type RequestsPasskeys = RequestsOptions['passkeys']
