import type { Migration } from '../store/migrations.ts'

/** Passkeys of devices. `public_key` as COSE; `origin` and `rp_id` are where it was registered, and nowhere else. */
export const passkeysSchema: Migration = {
  name: '004-passkeys',
  sql: `
    CREATE TABLE passkey (
      id TEXT PRIMARY KEY,
      device TEXT NOT NULL,
      public_key BLOB NOT NULL,
      counter INTEGER NOT NULL,
      origin TEXT NOT NULL,
      rp_id TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      last_used_at INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX passkey_device ON passkey (device, created_at);
  `,
}
