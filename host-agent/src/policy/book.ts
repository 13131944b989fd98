import { HearthError } from '@hearth/shared/protocol'
import type { RequestOutcome, Rule, RuleDraft, RuleMatch, RuleStarter } from '@hearth/shared/session'
import type { AuditRecord } from '../audit/entry.ts'
import { storeError } from '../store/errors.ts'
import type { HostDatabase } from '../store/open.ts'
import type { Matter, RemovedRule, RuleAuthor, RuleBook, Verdict } from './api.ts'
import { checkAuthor, checkDraft, checkRemover } from './check.ts'
import { exportRules, readExport } from './exchange.ts'
import type { Ground } from './ground.ts'
import { History } from './history.ts'
import { MAX_RULES, TURN_RULE_MS, UNDO_MS } from './limits.ts'
import { type RuleRow, RuleRows } from './rows.ts'
import { Sets } from './sets.ts'
import { suggest } from './suggest.ts'
import { judge, wouldAllow } from './verdict.ts'

/** What the policy room needs of the host. */
export interface PolicyOptions {
  db: HostDatabase
  ground: Ground
  randomId(): string
  now(): number
  /** The record of changes; a change happens once it is there. @throws {HearthError} `decision.audit` */
  record(entry: AuditRecord): Promise<unknown>
  /** Something went wrong that nobody waits for. */
  warn(message: string): void
}

/** Opens the host's rules. @throws {HearthError} `host.store` */
export const openRules = (options: PolicyOptions): RuleBook => new Book(options)

class Book implements RuleBook {
  readonly #options: PolicyOptions
  readonly #rows: RuleRows
  readonly #sets: Sets
  readonly #history: History
  #rules: ReadonlyMap<string, RuleRow>
  readonly #listeners = new Set<() => void>()
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: PolicyOptions) {
    this.#options = options
    const { db } = options
    this.#rows = new RuleRows(db)
    this.#rules = this.#swept()
    this.#sets = new Sets(this.#rows)
    this.#sets.forget((id) => !this.#rules.has(id))
    this.#history = new History(db)
  }

  list(): { rules: Rule[]; starters: RuleStarter[] } {
    const rules = this.#live().sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
    return { rules: rules.map((row) => this.#toRule(row)), starters: this.#sets.list() }
  }

  judge(matter: Matter): Verdict {
    const own = this.#live().map(({ id, draft }) => ({ ...draft, id }))
    return judge([...own, ...this.#sets.rules()], matter, this.#options.ground, this.#options.now())
  }

  used(rule: string): void {
    this.#try('the use of a rule', () => this.#sets.count(rule, this.#options.now()))
  }

  suggest(matter: Matter): RuleDraft['what'][] {
    return suggest(matter, this.#options.ground, this.#options.now())
  }

  wouldAllow(draft: RuleDraft, matter: Matter): boolean {
    return wouldAllow(draft, matter, this.#options.ground, this.#options.now())
  }

  add(draft: RuleDraft, author: RuleAuthor): Promise<Rule> {
    return this.#inTurn(async () => {
      const checked = checkDraft(draft, this.#options.now())
      checkAuthor(checked, author)
      this.#checkRoom(1)
      const by = author.kind === 'owner' ? null : author.id
      const row = this.#make(checked, by)
      // What is recorded is what was signed.
      await this.#change([row], { change: 'added', by, draft: checked })
      return this.#toRule(row)
    })
  }

  remove(rule: string, author: RuleAuthor): Promise<Rule> {
    return this.#inTurn(async () => {
      if (this.#sets.has(rule))
        throw new HearthError('host.not_allowed', 'It is part of a starter set: switch that off at the host')
      const row = this.#get(rule)
      checkRemover(row.draft.effect, author)
      const by = author.kind === 'owner' ? null : author.id
      const removed = { ...row, removedAt: this.#options.now() }
      await this.#change([removed], { change: 'removed', by })
      return this.#toRule(removed)
    })
  }

  setStarter(id: string, enabled: boolean): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#sets.exists(id)) throw new HearthError('rule.unknown', 'There is no such starter set')
      await this.#options.record({ type: 'starter', starter: id, enabled })
      this.#write(() => this.#sets.save(id, enabled, this.#options.now()))
      this.#sets.load()
      this.#tell()
    })
  }

  preview(draft: RuleDraft): { matches: RuleMatch[]; seen: number } {
    const { ground, now } = this.#options
    return this.#history.matches(checkDraft(draft, now()), ground, now())
  }

  removed(): RemovedRule[] {
    return [...this.#rules.values()]
      .flatMap((row) => {
        if (row.removedAt === null || !this.#restorable(row)) return []
        return [{ rule: this.#toRule(row), removedAt: row.removedAt, until: row.removedAt + UNDO_MS }]
      })
      .sort((a, b) => b.removedAt - a.removedAt)
  }

  restore(rule: string): Promise<Rule> {
    return this.#inTurn(async () => {
      const row = this.#rules.get(rule)
      if (row === undefined || !this.#restorable(row)) throw new HearthError('rule.unknown')
      this.#checkRoom(1)
      const restored = { ...row, removedAt: null }
      await this.#change([restored], { change: 'restored', by: null })
      return this.#toRule(restored)
    })
  }

  export(): string {
    return exportRules(this.#live().map(({ draft }) => draft))
  }

  import(text: string): Promise<Rule[]> {
    return this.#inTurn(async () => {
      const known = new Set(this.#live().map(({ draft }) => JSON.stringify(draft)))
      const drafts = readExport(text, this.#options.now()).filter(
        (draft) => !known.has(JSON.stringify(draft)),
      )
      this.#checkRoom(drafts.length)
      const rows = drafts.map((draft) => this.#make(draft, null))
      if (rows.length > 0) await this.#change(rows, { change: 'added', by: null })
      return rows.map((row) => this.#toRule(row))
    })
  }

  remember(matter: Matter, title: string): void {
    this.#try('a request', () => this.#history.remember(matter, title))
  }

  outcome(request: string, outcome: RequestOutcome): void {
    this.#try('what became of a request', () => this.#history.outcome(request, outcome))
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** One change at a time: the record is waited for, and the number of rules must still be right then. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(change)
    this.#queue = done.catch(() => undefined)
    return done
  }

  #make(draft: RuleDraft, by: string | null): RuleRow {
    const { randomId, now } = this.#options
    return { id: randomId(), draft: bounded(draft, now()), createdAt: now(), by, removedAt: null }
  }

  /** All of them or none: each is in the record before any counts. */
  async #change(
    rows: readonly RuleRow[],
    told: { change: 'added' | 'removed' | 'restored'; by: string | null; draft?: RuleDraft },
  ): Promise<void> {
    for (const { id, draft } of rows) await this.#options.record({ type: 'rule', rule: id, draft, ...told })
    // What the sweep takes off the disk goes from memory as well.
    this.#rules = this.#write(() => {
      for (const row of rows) this.#rows.save(row)
      return this.#swept()
    })
    this.#tell()
  }

  #write<T>(write: () => T): T {
    try {
      return this.#options.db.transaction(write)()
    } catch (error) {
      throw storeError(error)
    }
  }

  #swept(): ReadonlyMap<string, RuleRow> {
    const now = this.#options.now()
    this.#rows.sweep(now - UNDO_MS, now)
    return new Map(this.#rows.all().map((row) => [row.id, row]))
  }

  #checkRoom(more: number): void {
    if (this.#live().length + more <= MAX_RULES) return
    throw new HearthError('rule.too_many', `There may be ${MAX_RULES} rules; remove some first`)
  }

  #get(id: string): RuleRow {
    const row = this.#live().find((one) => one.id === id)
    if (row === undefined) throw new HearthError('rule.unknown')
    return row
  }

  #live(): RuleRow[] {
    const now = this.#options.now()
    return [...this.#rules.values()].filter(
      ({ removedAt, draft }) => removedAt === null && !isOver(draft, now),
    )
  }

  #restorable({ removedAt, draft }: RuleRow): boolean {
    const now = this.#options.now()
    return removedAt !== null && now < removedAt + UNDO_MS && !isOver(draft, now)
  }

  #toRule({ id, draft, createdAt, by }: RuleRow): Rule {
    return { ...draft, id, createdAt, by, starter: null, ...this.#sets.useOf(id) }
  }

  #try(what: string, work: () => void): void {
    try {
      work()
    } catch {
      this.#options.warn(`The host could not write down ${what}.`)
    }
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}

const isOver = ({ expiresAt }: RuleDraft, now: number): boolean => expiresAt !== null && now >= expiresAt

/** A turn ends; what was allowed in it must not fill the book for ever. */
const bounded = (draft: RuleDraft, now: number): RuleDraft =>
  draft.effect === 'allow' && draft.scope.type === 'turn'
    ? { ...draft, expiresAt: Math.min(draft.expiresAt ?? Number.POSITIVE_INFINITY, now + TURN_RULE_MS) }
    : draft
