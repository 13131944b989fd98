import type { Migration } from './migrations.ts'

/**
 * What the agents of a session did and offered. `work` has a row for each turn that an agent certainly had, by the
 * agent session that remembers it; `seq` is the settling event's. `choice` is what a person chose of an agent's
 * options; `offered` is what the agent was last seen to offer in a session, and under session 0 in a new one of any.
 */
export const agentsSchema: Migration = {
  name: '003-agents',
  sql: `
    CREATE TABLE work (
      session INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      turn INTEGER NOT NULL,
      agent TEXT NOT NULL,
      agent_session TEXT NOT NULL,
      PRIMARY KEY (session, seq)
    ) WITHOUT ROWID;
    CREATE INDEX work_agent ON work (session, agent, agent_session, seq);
    CREATE TABLE choice (
      session INTEGER NOT NULL,
      agent TEXT NOT NULL,
      option TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (session, agent, option)
    ) WITHOUT ROWID;
    CREATE TABLE offered (
      session INTEGER NOT NULL,
      agent TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (session, agent)
    ) WITHOUT ROWID;
  `,
}
