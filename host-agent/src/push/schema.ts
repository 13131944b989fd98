import type { Migration } from '../store/migrations.ts'

/**
 * Where devices can be reached, and about which requests they were told: who was told of a request that no longer waits
 * when the host starts is told so.
 */
export const pushSchema: Migration = {
  name: '006-push',
  sql: `
    CREATE TABLE push (device TEXT PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE push_told (
      device TEXT NOT NULL,
      request TEXT NOT NULL,
      PRIMARY KEY (device, request)
    ) WITHOUT ROWID;
  `,
}
