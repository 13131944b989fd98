import { Instant, PartyId, RuleDraft, RuleId } from '@hearth/shared/session'
import * as v from 'valibot'
import { storeError } from '../store/errors.ts'
import type { HostDatabase } from '../store/open.ts'
import { MAX_REMOVED } from './limits.ts'

/** A rule as it is kept: what was drafted, when, and by which device (null: the owner). */
export interface RuleRow {
  readonly id: string
  readonly draft: RuleDraft
  readonly createdAt: number
  readonly by: string | null
  readonly removedAt: number | null
}

/** How often a rule has settled a request, and when last. */
export interface Use {
  readonly used: number
  readonly lastUsedAt: number
}

const Row = v.pipe(
  v.object({
    id: RuleId,
    body: v.pipe(v.string(), v.parseJson(), RuleDraft),
    created_at: Instant,
    made_by: v.nullable(PartyId),
    removed_at: v.nullable(Instant),
  }),
  v.transform(
    ({ id, body, created_at, made_by, removed_at }): RuleRow => ({
      id,
      draft: body,
      createdAt: created_at,
      by: made_by,
      removedAt: removed_at,
    }),
  ),
)
const UseRow = v.object({ id: v.string(), used: v.number(), last_used_at: v.number() })
const StarterRow = v.object({ id: v.string(), enabled: v.number(), changed_at: v.number() })

/** Rules in the host's database. All throw HearthError `host.store`; a rule that can't be read stops the start. */
export class RuleRows {
  readonly #db: HostDatabase

  constructor(db: HostDatabase) {
    this.#db = db
  }

  all(): RuleRow[] {
    return this.#run(() => v.parse(v.array(Row), this.#db.prepare('SELECT * FROM rule').all()))
  }

  uses(): Map<string, Use> {
    const rows = this.#run(() => v.parse(v.array(UseRow), this.#db.prepare('SELECT * FROM rule_use').all()))
    return new Map(rows.map(({ id, used, last_used_at }) => [id, { used, lastUsedAt: last_used_at }]))
  }

  starters(): Map<string, { enabled: boolean; changedAt: number }> {
    const rows = this.#run(() =>
      v.parse(v.array(StarterRow), this.#db.prepare('SELECT * FROM starter').all()),
    )
    return new Map(
      rows.map(({ id, enabled, changed_at }) => [id, { enabled: enabled === 1, changedAt: changed_at }]),
    )
  }

  /** In a transaction of the caller's. */
  save({ id, draft, createdAt, by, removedAt }: RuleRow): void {
    this.#run(() => {
      this.#db
        .prepare(
          'INSERT OR REPLACE INTO rule (id, body, created_at, made_by, removed_at) VALUES (?, ?, ?, ?, ?)',
        )
        .run(id, JSON.stringify(draft), createdAt, by, removedAt)
    })
  }

  /** Forgets rules that were removed before `removed`, and those whose time was over before `over`. */
  sweep(removed: number, over: number): void {
    this.#run(() => {
      this.#db.prepare('DELETE FROM rule WHERE removed_at < ?').run(removed)
      this.#db.prepare("DELETE FROM rule WHERE json_extract(body, '$.expiresAt') < ?").run(over)
      this.#db
        .prepare(
          'DELETE FROM rule WHERE id IN (SELECT id FROM rule WHERE removed_at IS NOT NULL ORDER BY removed_at DESC LIMIT -1 OFFSET ?)',
        )
        .run(MAX_REMOVED)
    })
  }

  saveUse(id: string, { used, lastUsedAt }: Use): void {
    this.#run(() => {
      this.#db
        .prepare('INSERT OR REPLACE INTO rule_use (id, used, last_used_at) VALUES (?, ?, ?)')
        .run(id, used, lastUsedAt)
    })
  }

  dropUse(id: string): void {
    this.#run(() => {
      this.#db.prepare('DELETE FROM rule_use WHERE id = ?').run(id)
    })
  }

  /** In a transaction of the caller's. */
  saveStarter(id: string, enabled: boolean, changedAt: number): void {
    this.#run(() => {
      this.#db
        .prepare('INSERT OR REPLACE INTO starter (id, enabled, changed_at) VALUES (?, ?, ?)')
        .run(id, enabled ? 1 : 0, changedAt)
    })
  }

  #run<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw storeError(error)
    }
  }
}
