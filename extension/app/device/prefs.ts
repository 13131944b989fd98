import type { Database } from './database.ts'
import { guarded } from './storage-error.ts'

/** What a person chose about the app on this device, by name; plain data that its reader checks. */
export interface PrefStore {
  read(name: string): Promise<unknown>
  write(name: string, value: unknown): Promise<void>
}

export const prefStore = (database: Database): PrefStore => ({
  read: (name) => guarded(() => database.get('prefs', name)),
  write: (name, value) => guarded(async () => void (await database.put('prefs', value, name))),
})
