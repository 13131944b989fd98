import { StoreError } from './store.ts'

/** The steps that make the tables, oldest first; a released step is never changed. Both dialects take them. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE hearth_relay_rooms (
     room TEXT PRIMARY KEY,
     key TEXT NOT NULL,
     seen_at BIGINT NOT NULL
   );
   CREATE INDEX hearth_relay_rooms_seen_at ON hearth_relay_rooms (seen_at);
   CREATE TABLE hearth_relay_devices (
     room TEXT NOT NULL REFERENCES hearth_relay_rooms (room) ON DELETE CASCADE,
     device TEXT NOT NULL,
     PRIMARY KEY (room, device)
   );`,
]

/** The steps still to be taken from a version. @throws {StoreError} `newer` when a later Hearth made the tables */
export const stepsFrom = (version: number, steps: readonly string[]): readonly string[] => {
  if (version > steps.length) {
    throw new StoreError(
      'newer',
      `The database was made by a newer relay (version ${version}, this one knows ${steps.length}). ` +
        'Run that version, or give this one a database of its own.',
    )
  }
  return steps.slice(version)
}
