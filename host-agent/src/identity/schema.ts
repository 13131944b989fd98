import type { Migration } from '../store/migrations.ts'

/** Paired devices, and the number that rises whenever what they may do changes. */
export const devicesSchema: Migration = {
  name: '002-devices',
  sql: `
    CREATE TABLE device (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      platform TEXT NOT NULL,
      relay TEXT NOT NULL,
      relay_key TEXT NOT NULL UNIQUE,
      dh_key BLOB NOT NULL,
      sign_key BLOB NOT NULL,
      certificate BLOB NOT NULL,
      rights TEXT NOT NULL,
      risk_max INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      last_seen INTEGER NOT NULL
    );
    CREATE TABLE policy (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL);
    INSERT INTO policy (one, epoch) VALUES (1, 1);
  `,
}
