import { join } from 'node:path'
import type { RelayStore } from './store.ts'

/** Where a relay keeps its rooms: PostgreSQL when there is a URL, else a file in its data folder. */
export interface StorePlace {
  databaseUrl?: string
  dataDir: string
}

/** Opens the store of a place; loads only the driver that it needs. @throws {StoreError} */
export const openStore = async ({ databaseUrl, dataDir }: StorePlace): Promise<RelayStore> => {
  if (databaseUrl) return (await import('./postgres.ts')).openPostgres(databaseUrl)
  return (await import('./sqlite.ts')).openSqlite(join(dataDir, 'relay.db'))
}
