import type { Matter, RuleBook, Verdict } from '../policy/api.ts'
import type { RequestsOptions } from './options.ts'

const ASK: Verdict = { effect: 'ask', rule: null, why: '' }

/**
 * What rules may say at all, whatever is in their book: none allows the gravest class, nor what a page or a repository
 * has led to, nor in another environment than the agent's own, nor anything while the host is paused or the session held.
 */
export class Ruling {
  readonly #rules: Pick<RuleBook, 'judge' | 'suggest'>
  readonly #guard: RequestsOptions['guard']

  constructor({ rules, guard }: Pick<RequestsOptions, 'rules' | 'guard'>) {
    this.#rules = rules
    this.#guard = guard
  }

  judge(matter: Matter): Verdict {
    const verdict = this.#rules.judge(matter)
    return verdict.effect === 'allow' && !this.#mayAllow(matter) ? ASK : verdict
  }

  /** Rules that could allow this and its like; none where no rule may. */
  suggest(matter: Matter) {
    return this.#mayAllow(matter) ? this.#rules.suggest(matter) : []
  }

  #mayAllow({ facts }: Matter): boolean {
    return (
      facts.risk < 4 &&
      facts.provenance === 'user' &&
      Object.keys(facts.envDelta).length === 0 &&
      !this.#guard.paused &&
      !this.#guard.isHeld(facts.session)
    )
  }
}
