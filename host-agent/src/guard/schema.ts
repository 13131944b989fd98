import type { Migration } from '../store/migrations.ts'

/** What is held back, as one row of JSON: it has to outlive a restart, and is small. */
export const guardSchema: Migration = {
  name: '004-guard',
  sql: `
    CREATE TABLE guard (one INTEGER PRIMARY KEY CHECK (one = 1), state TEXT NOT NULL);
    INSERT INTO guard (one, state) VALUES (1, '{"paused":null,"held":[],"shutOut":[]}');
  `,
}
