import type { AgentCommand, AgentOption } from '@hearth/shared/session'
import type { HostDatabase } from './open.ts'

/** A turn that an agent certainly had. */
export interface WorkRow {
  /** The seq of the event that settled it: the order in which turns were done. */
  readonly seq: number
  readonly turn: number
  readonly agent: string
  /** The agent's own session, which remembers it. */
  readonly agentSession: string
}

/** What an agent offers to choose from. */
export interface Offered {
  readonly options: readonly AgentOption[]
  readonly commands: readonly AgentCommand[]
}

/** What agents did in sessions, and what was chosen of their options. Writing methods run in a transaction. */
export interface AgentRows {
  saveWork(session: number, row: WorkRow): void
  /** The seq of the last turn that this agent session remembers; 0 when there is none. */
  lastWork(session: number, agent: string, agentSession: string): number
  /** Turns done after `seq` that this agent session does not remember, in the order done; the newest `limit`. */
  missed(
    session: number,
    after: number,
    not: { agent: string; agentSession: string },
    limit: number,
  ): number[]
  /** Every agent that has done a turn in the session. */
  workers(session: number): string[]
  /** What a person chose, by option. */
  choices(session: number, agent: string): Map<string, string>
  saveChoice(session: number, agent: string, option: string, value: string): void
  dropChoice(session: number, agent: string, option: string): void
  /** What the agent was last seen to offer in the session; else in a new session of any kind; null when never. */
  offered(session: number, agent: string): Offered | null
  saveOffered(session: number, agent: string, offered: Offered): void
}

/** Stands for a new session of any kind in the table of what agents offer. */
export const ANY_SESSION = 0

export const createAgentRows = (db: HostDatabase): AgentRows => {
  const saveWork = db.prepare('INSERT OR REPLACE INTO work VALUES (?, ?, ?, ?, ?)')
  const lastWork = db.prepare(
    'SELECT max(seq) AS seq FROM work WHERE session = ? AND agent = ? AND agent_session = ?',
  )
  const missed = db.prepare(
    'SELECT turn FROM work WHERE session = ? AND seq > ? AND NOT (agent = ? AND agent_session = ?) ORDER BY seq DESC LIMIT ?',
  )
  const workers = db.prepare('SELECT DISTINCT agent FROM work WHERE session = ? ORDER BY agent')
  const choices = db.prepare('SELECT option, value FROM choice WHERE session = ? AND agent = ?')
  const saveChoice = db.prepare('INSERT OR REPLACE INTO choice VALUES (?, ?, ?, ?)')
  const dropChoice = db.prepare('DELETE FROM choice WHERE session = ? AND agent = ? AND option = ?')
  const offered = db.prepare(
    `SELECT body FROM offered WHERE session IN (?, ${ANY_SESSION}) AND agent = ? ORDER BY session DESC LIMIT 1`,
  )
  const saveOffered = db.prepare('INSERT OR REPLACE INTO offered VALUES (?, ?, ?)')
  return {
    saveWork: (session, { seq, turn, agent, agentSession }) => {
      saveWork.run(session, seq, turn, agent, agentSession)
    },
    lastWork: (session, agent, agentSession) =>
      (lastWork.get(session, agent, agentSession) as { seq: number | null }).seq ?? 0,
    missed: (session, after, not, limit) =>
      (missed.all(session, after, not.agent, not.agentSession, limit) as { turn: number }[])
        .map((row) => row.turn)
        .reverse(),
    workers: (session) => (workers.all(session) as { agent: string }[]).map((row) => row.agent),
    choices: (session, agent) =>
      new Map(
        (choices.all(session, agent) as { option: string; value: string }[]).map((row) => [
          row.option,
          row.value,
        ]),
      ),
    saveChoice: (session, agent, option, value) => {
      saveChoice.run(session, agent, option, value)
    },
    dropChoice: (session, agent, option) => {
      dropChoice.run(session, agent, option)
    },
    offered: (session, agent) => {
      const row = offered.get(session, agent) as { body: string } | undefined
      return row === undefined ? null : (JSON.parse(row.body) as Offered)
    },
    saveOffered: (session, agent, { options, commands }) => {
      saveOffered.run(session, agent, JSON.stringify({ options, commands }))
    },
  }
}
