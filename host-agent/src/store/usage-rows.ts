import type { UsageRow } from '@hearth/shared/protocol'
import type { Turn } from '@hearth/shared/session'
import type { HostDatabase } from './open.ts'

/** What settled turns used. */
export interface UsageRows {
  /** Runs within the transaction that settles the turn; once more for the same turn changes nothing else. */
  save(session: number, turn: Turn): void
}

export const createUsageRows = (db: HostDatabase): UsageRows => {
  const save = db.prepare('INSERT OR REPLACE INTO usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  return {
    save: (session, { n, agent, settledAt, usage }) => {
      if (settledAt === null) return
      const { input, output, cached, reasoning, cost } = usage
      save.run(session, n, settledAt, agent, input, output, cached, reasoning, cost)
    },
  }
}

interface Stored {
  readonly day: string
  readonly agent: string
  readonly project: string
  readonly turns: number
  readonly input: number
  readonly output: number
  readonly cached: number
  readonly reasoning: number
  readonly cost: number
}

/** Sums by day of the host's zone, agent and project, from `since` (ms) on; the newest day first, at most `limit` rows. */
export const usageByDay = (db: HostDatabase, since: number, limit: number): UsageRow[] => {
  const rows = db
    .prepare(
      `SELECT date(at / 1000, 'unixepoch', 'localtime') AS day, usage.agent AS agent,
        session.spec ->> 'project' AS project, count(*) AS turns, sum(input) AS input, sum(output) AS output,
        sum(cached) AS cached, sum(reasoning) AS reasoning, sum(cost) AS cost
      FROM usage JOIN session ON session.num = usage.session
      WHERE at >= ? GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3 LIMIT ?`,
    )
    .all(since, limit) as Stored[]
  return rows.map(({ day, agent, project, turns, ...usage }) => ({ day, agent, project, turns, usage }))
}
