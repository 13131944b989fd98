import {
  PermissionFacts,
  type RequestAction,
  type RequestOutcome,
  type RuleDraft,
  RuleMatch,
} from '@hearth/shared/session'
import * as v from 'valibot'
import { storeError } from '../store/errors.ts'
import type { HostDatabase } from '../store/open.ts'
import type { Matter } from './api.ts'
import type { Ground } from './ground.ts'
import { MAX_HISTORY, MAX_MATCHES, MAX_PAST_BYTES } from './limits.ts'
import { wouldSpeak } from './verdict.ts'

const Past = v.object({
  facts: PermissionFacts,
  project: v.string(),
  worktree: v.string(),
  places: v.array(v.nullable(v.string())),
})
const Row = v.object({ ...RuleMatch.entries, matter: v.nullable(v.string()) })

/** What rules look at, and no more: diffs, inputs and the agent's words stay out of the table. */
const slim = ({ facts, project, worktree, places }: Matter): string => {
  const action: RequestAction =
    facts.action.type === 'edit'
      ? { type: 'edit', files: facts.action.files.map((file) => ({ ...file, diff: '' })) }
      : facts.action.type === 'mcp'
        ? { ...facts.action, input: '' }
        : facts.action.type === 'other'
          ? { type: 'other', detail: '' }
          : facts.action
  const lean = { ...facts, action, files: [], reasons: [], suggestions: [], agentWords: '' }
  return JSON.stringify({ facts: lean, project, worktree, places })
}

/** The newest permission requests, kept so that a rule can be held against them before it is made. */
export class History {
  readonly #db: HostDatabase

  /** What waited when the host ended is not known to have had an outcome. @throws {HearthError} `host.store` */
  constructor(db: HostDatabase) {
    this.#db = db
    this.#run(() => {
      db.prepare("UPDATE asked SET outcome = 'unknown' WHERE outcome = 'waiting'").run()
    })
  }

  /** Keeps a request, or replaces it where it was asked anew. @throws {HearthError} `host.store` */
  remember(matter: Matter, title: string): void {
    const { reqId, createdAt, session, turn, risk } = matter.facts
    const text = slim(matter)
    const kept = Buffer.byteLength(text) > MAX_PAST_BYTES ? null : text
    this.#run(() => {
      this.#db
        .prepare(
          `INSERT INTO asked (request, at, session, turn, title, risk, outcome, matter) VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?)
           ON CONFLICT (request) DO UPDATE SET title = excluded.title, risk = excluded.risk, matter = excluded.matter`,
        )
        .run(reqId, createdAt, session, turn, title, risk, kept)
      this.#db.prepare('DELETE FROM asked WHERE n <= (SELECT max(n) FROM asked) - ?').run(MAX_HISTORY)
    })
  }

  /** @throws {HearthError} `host.store` */
  outcome(request: string, outcome: RequestOutcome): void {
    const said = outcome === 'answered' ? 'unknown' : outcome
    this.#run(() => {
      this.#db.prepare('UPDATE asked SET outcome = ? WHERE request = ?').run(said, request)
    })
  }

  /** Past requests of which the draft for certain speaks, the newest first. @throws {HearthError} `host.store` */
  matches(draft: RuleDraft, ground: Ground, now: number): { matches: RuleMatch[]; seen: number } {
    const rows = this.#run(() =>
      v.parse(
        v.array(Row),
        this.#db
          .prepare('SELECT at, session, turn, title, risk, outcome, matter FROM asked ORDER BY n DESC')
          .all(),
      ),
    )
    const matches: RuleMatch[] = []
    for (const { matter, ...match } of rows) {
      if (matches.length >= MAX_MATCHES) break
      if (matter !== null && this.#speaks(draft, matter, ground, now)) matches.push(match)
    }
    return { matches, seen: rows.length }
  }

  /** A request that an older version wrote in another form is one that no rule matches. */
  #speaks(draft: RuleDraft, text: string, ground: Ground, now: number): boolean {
    const past = v.safeParse(v.pipe(v.string(), v.parseJson(), Past), text)
    return past.success && wouldSpeak(draft, past.output, ground, now)
  }

  #run<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw storeError(error)
    }
  }
}
