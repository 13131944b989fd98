import type { Migration } from '../store/migrations.ts'

/**
 * The host's rules. `body` is the draft as JSON; a removed rule stays for a while, so that it can be restored.
 * `rule_use` counts for rules of starter sets too. `asked` are past requests, `matter` what rules are held against.
 */
export const rulesSchema: Migration = {
  name: '005-rules',
  sql: `
    CREATE TABLE rule (
      id TEXT PRIMARY KEY,
      body TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      made_by TEXT,
      removed_at INTEGER
    ) WITHOUT ROWID;
    CREATE TABLE rule_use (
      id TEXT PRIMARY KEY,
      used INTEGER NOT NULL,
      last_used_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE starter (
      id TEXT PRIMARY KEY,
      enabled INTEGER NOT NULL,
      changed_at INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE asked (
      n INTEGER PRIMARY KEY,
      request TEXT NOT NULL UNIQUE,
      at INTEGER NOT NULL,
      session TEXT NOT NULL,
      turn INTEGER NOT NULL,
      title TEXT NOT NULL,
      risk INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      matter TEXT
    );
  `,
}
