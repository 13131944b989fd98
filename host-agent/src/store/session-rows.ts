import type { SessionSummary } from '@hearth/shared/protocol'
import type { SessionState } from '@hearth/shared/session'
import { decodeState, encodeState } from './codec.ts'
import type { HostDatabase } from './open.ts'

/** What a session was made of: repeating it with these facts is harmless. */
export interface SessionSpec {
  readonly project: string
  readonly agent: string
  readonly place: 'worktree' | 'main'
  readonly title: string
  /** The agent's own session that it continues, or null. */
  readonly foreign: string | null
}

export interface SessionRow {
  readonly num: number
  readonly id: string
  readonly spec: SessionSpec
  /** The line of the list at its last change of state; `seq` may lie behind. */
  readonly summary: SessionSummary
  /** Does a turn wait or run? */
  readonly busy: boolean
}

/** The session and head tables, and which agent session belongs to which. Writing methods run in a transaction. */
export interface SessionRows {
  all(): SessionRow[]
  insert(row: SessionRow): void
  save(num: number, summary: SessionSummary, busy: boolean): void
  head(num: number): SessionState | null
  saveHead(num: number, state: SessionState): void
  agentSession(num: number, agent: string): string | null
  /** All conversations of an agent that our sessions have with it, by the agent's own ids. */
  agentSessions(agent: string): ReadonlySet<string>
  saveAgentSession(num: number, agent: string, id: string): void
  dropAgentSession(num: number, agent: string): void
  /** The session that continues an agent's own session, or null. */
  adoptedBy(agent: string, foreign: string): string | null
  saveAdopted(agent: string, foreign: string, session: string): void
}

type Stored = { num: number; id: string; spec: string; summary: string; busy: number }

export const createSessionRows = (db: HostDatabase): SessionRows => {
  const all = db.prepare('SELECT num, id, spec, summary, busy FROM session ORDER BY num')
  const insert = db.prepare('INSERT INTO session (num, id, spec, summary, busy) VALUES (?, ?, ?, ?, ?)')
  const save = db.prepare('UPDATE session SET summary = ?, busy = ? WHERE num = ?')
  const head = db.prepare('SELECT state FROM head WHERE session = ?')
  const saveHead = db.prepare('INSERT OR REPLACE INTO head (session, seq, state) VALUES (?, ?, ?)')
  const agentSession = db.prepare(
    'SELECT agent_session AS id FROM agent_session WHERE session = ? AND agent = ?',
  )
  const agentSessions = db.prepare('SELECT agent_session AS id FROM agent_session WHERE agent = ?')
  const saveAgentSession = db.prepare('INSERT OR REPLACE INTO agent_session VALUES (?, ?, ?)')
  const dropAgentSession = db.prepare('DELETE FROM agent_session WHERE session = ? AND agent = ?')
  const adoptedBy = db.prepare('SELECT session FROM adopted WHERE agent = ? AND agent_session = ?')
  const saveAdopted = db.prepare('INSERT INTO adopted VALUES (?, ?, ?)')
  return {
    all: () =>
      (all.all() as Stored[]).map((row) => ({
        num: row.num,
        id: row.id,
        spec: JSON.parse(row.spec) as SessionSpec,
        summary: JSON.parse(row.summary) as SessionSummary,
        busy: row.busy === 1,
      })),
    insert: (row) => {
      insert.run(row.num, row.id, JSON.stringify(row.spec), JSON.stringify(row.summary), row.busy ? 1 : 0)
    },
    save: (num, summary, busy) => {
      save.run(JSON.stringify(summary), busy ? 1 : 0, num)
    },
    head: (num) => {
      const row = head.get(num) as { state: Uint8Array } | undefined
      return row === undefined ? null : decodeState(row.state)
    },
    saveHead: (num, state) => {
      saveHead.run(num, state.seq, encodeState(state))
    },
    agentSession: (num, agent) => (agentSession.get(num, agent) as { id: string } | undefined)?.id ?? null,
    agentSessions: (agent) => new Set((agentSessions.all(agent) as { id: string }[]).map(({ id }) => id)),
    saveAgentSession: (num, agent, id) => {
      saveAgentSession.run(num, agent, id)
    },
    dropAgentSession: (num, agent) => {
      dropAgentSession.run(num, agent)
    },
    adoptedBy: (agent, foreign) =>
      (adoptedBy.get(agent, foreign) as { session: string } | undefined)?.session ?? null,
    saveAdopted: (agent, foreign, session) => {
      saveAdopted.run(agent, foreign, session)
    },
  }
}
