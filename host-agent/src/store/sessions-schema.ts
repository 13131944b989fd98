import type { Migration } from './migrations.ts'

/**
 * Sessions. `num` stands for the session's id in the tables that grow.
 * An event's row is its body in the compact form; a settled turn is one immutable blob, written with the event that
 * settles it (only `turn.resolved` and a `notice` of it touch it again); `head` is the state at the last settle, without settled turns.
 * `sent` and `block` serve a turn that runs: the key under which the agent records it, and which of the agent's
 * pieces became which block. They go when it settles.
 */
export const sessionsSchema: Migration = {
  name: '001-sessions',
  sql: `
    CREATE TABLE project (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      path TEXT NOT NULL UNIQUE,
      at INTEGER NOT NULL
    );
    CREATE TABLE session (
      num INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      spec TEXT NOT NULL,
      summary TEXT NOT NULL,
      busy INTEGER NOT NULL
    );
    CREATE INDEX session_busy ON session (num) WHERE busy = 1;
    CREATE TABLE event (
      session INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      body BLOB NOT NULL,
      PRIMARY KEY (session, seq)
    ) WITHOUT ROWID;
    CREATE TABLE head (session INTEGER PRIMARY KEY, seq INTEGER NOT NULL, state BLOB NOT NULL);
    CREATE TABLE turn (
      session INTEGER NOT NULL,
      n INTEGER NOT NULL,
      body BLOB NOT NULL,
      PRIMARY KEY (session, n)
    ) WITHOUT ROWID;
    CREATE TABLE prompt (
      id TEXT PRIMARY KEY,
      session INTEGER NOT NULL,
      turn INTEGER NOT NULL,
      content_hash TEXT NOT NULL,
      retry_of INTEGER
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX prompt_turn ON prompt (session, turn);
    CREATE UNIQUE INDEX prompt_retry ON prompt (session, retry_of) WHERE retry_of IS NOT NULL;
    CREATE TABLE agent_session (
      session INTEGER NOT NULL,
      agent TEXT NOT NULL,
      agent_session TEXT NOT NULL,
      PRIMARY KEY (session, agent)
    ) WITHOUT ROWID;
    CREATE TABLE adopted (
      agent TEXT NOT NULL,
      agent_session TEXT NOT NULL,
      session TEXT NOT NULL,
      PRIMARY KEY (agent, agent_session)
    ) WITHOUT ROWID;
    CREATE TABLE sent (
      session INTEGER NOT NULL,
      turn INTEGER NOT NULL,
      key TEXT NOT NULL,
      agent_session TEXT NOT NULL,
      PRIMARY KEY (session, turn)
    ) WITHOUT ROWID;
    CREATE TABLE block (
      session INTEGER NOT NULL,
      turn INTEGER NOT NULL,
      n INTEGER NOT NULL,
      key TEXT NOT NULL,
      PRIMARY KEY (session, turn, n)
    ) WITHOUT ROWID;
  `,
}
