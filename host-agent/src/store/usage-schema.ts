import type { Migration } from './migrations.ts'

/**
 * What each settled turn used, so that a quarter of it is added up without reading what was said. Turns that settled
 * before this step are taken in by it.
 */
export const usageSchema: Migration = {
  name: '007-usage',
  sql: `
    CREATE TABLE usage (
      session INTEGER NOT NULL,
      n INTEGER NOT NULL,
      at INTEGER NOT NULL,
      agent TEXT NOT NULL,
      input INTEGER NOT NULL,
      output INTEGER NOT NULL,
      cached INTEGER NOT NULL,
      reasoning INTEGER NOT NULL,
      cost REAL NOT NULL,
      PRIMARY KEY (session, n)
    ) WITHOUT ROWID;
    CREATE INDEX usage_at ON usage (at);
    INSERT INTO usage
      SELECT session, n, body ->> 'settledAt', body ->> 'agent', body ->> '$.usage.input', body ->> '$.usage.output',
        body ->> '$.usage.cached', body ->> '$.usage.reasoning', body ->> '$.usage.cost'
      FROM (SELECT session, n, CAST(body AS TEXT) AS body FROM turn)
      WHERE body ->> 'settledAt' IS NOT NULL;
  `,
}
