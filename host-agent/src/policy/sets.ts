import type { Rule, RuleStarter } from '@hearth/shared/session'
import type { RuleRows, Use } from './rows.ts'
import { STARTERS, type Starter, starterRuleId } from './starters.ts'
import type { Judged } from './verdict.ts'

/** The starter sets as they are switched, and how often every rule was used. */
export class Sets {
  readonly #rows: RuleRows
  readonly #uses: Map<string, Use>
  #switched: Map<string, { enabled: boolean }>
  #rules: Judged[] = []

  /** @throws {HearthError} `host.store` */
  constructor(rows: RuleRows) {
    this.#rows = rows
    this.#uses = rows.uses()
    this.#switched = rows.starters()
    this.#rules = this.#made()
  }

  /** Reads again what was written. @throws {HearthError} `host.store` */
  load(): void {
    this.#switched = this.#rows.starters()
    this.#rules = this.#made()
  }

  list(): RuleStarter[] {
    return STARTERS.map(({ standard: _, ...starter }) => ({
      ...starter,
      enabled: this.#enabled(starter.id),
    }))
  }

  /** The rules of all sets that are on, as judging needs them: they hold everywhere, for every agent, for good. */
  rules(): readonly Judged[] {
    return this.#rules
  }

  exists(id: string): boolean {
    return STARTERS.some((starter) => starter.id === id)
  }

  /** Is this a rule of some set, on or off? */
  has(rule: string): boolean {
    return STARTERS.some(({ id, rules }) => rules.some((one) => starterRuleId(id, one) === rule))
  }

  /** In a transaction of the caller's; `load` after it. @throws {HearthError} `host.store` */
  save(id: string, enabled: boolean, now: number): void {
    this.#rows.saveStarter(id, enabled, now)
  }

  /** @throws {HearthError} `host.store`; it is counted in memory all the same */
  count(rule: string, now: number): void {
    const use = { used: (this.#uses.get(rule)?.used ?? 0) + 1, lastUsedAt: now }
    this.#uses.set(rule, use)
    this.#rows.saveUse(rule, use)
  }

  /** Drops the counts of rules that are in no set and of which `gone` says that they are no more. @throws {HearthError} `host.store` */
  forget(gone: (rule: string) => boolean): void {
    for (const rule of [...this.#uses.keys()]) {
      if (this.has(rule) || !gone(rule)) continue
      this.#uses.delete(rule)
      this.#rows.dropUse(rule)
    }
  }

  useOf(rule: string): Pick<Rule, 'used' | 'lastUsedAt'> {
    const use = this.#uses.get(rule)
    return { used: use?.used ?? 0, lastUsedAt: use?.lastUsedAt ?? null }
  }

  #enabled(id: string): boolean {
    const standard = STARTERS.find((starter) => starter.id === id)?.standard ?? false
    return this.#switched.get(id)?.enabled ?? standard
  }

  #made(): Judged[] {
    return STARTERS.filter(({ id }) => this.#enabled(id)).flatMap(rulesOf)
  }
}

const rulesOf = ({ id, rules }: Starter): Judged[] =>
  rules.map((rule) => ({
    ...rule,
    id: starterRuleId(id, rule),
    scope: { type: 'everywhere' },
    agent: null,
    expiresAt: null,
  }))
