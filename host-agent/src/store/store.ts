import { type AgentRows, createAgentRows } from './agent-rows.ts'
import { createGroupCommit, type GroupCommit } from './commit.ts'
import { createEventRows, type EventRows } from './event-rows.ts'
import type { HostDatabase } from './open.ts'
import { createSessionRows, type SessionRows } from './session-rows.ts'
import { createTurnRows, type TurnRows } from './turn-rows.ts'

/** Everything that the sessions keep. Reads are immediate; writes happen inside a `commit`. */
export interface SessionStore {
  readonly events: EventRows
  readonly sessions: SessionRows
  readonly turns: TurnRows
  readonly agents: AgentRows
  readonly commit: GroupCommit
}

/** @param report takes failures that no caller sees; @param soon as for `createGroupCommit` */
export const createSessionStore = (
  db: HostDatabase,
  report: (error: unknown) => void,
  soon?: (run: () => void) => void,
): SessionStore => ({
  events: createEventRows(db),
  sessions: createSessionRows(db),
  turns: createTurnRows(db),
  agents: createAgentRows(db),
  commit: createGroupCommit(db, report, soon),
})
