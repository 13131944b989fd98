import * as v from 'valibot'
import type { Database } from './database.ts'
import { MAX_DRAFTS } from './limits.ts'
import { guarded } from './storage-error.ts'

const Draft = v.object({ text: v.string() })

/** Drafts in the database. */
export interface DraftStore {
  read(key: string): Promise<string>
  /** An empty one is forgotten; too many lose the oldest. */
  write(key: string, text: string, at: number): Promise<void>
}

export const draftStore = (database: Database): DraftStore => ({
  read: (key) =>
    guarded(async () => {
      const read = v.safeParse(Draft, await database.get('drafts', key))
      return read.success ? read.output.text : ''
    }),
  write: (key, text, at) =>
    guarded(async () => {
      const transaction = database.transaction('drafts', 'readwrite')
      if (text === '') await transaction.store.delete(key)
      else await transaction.store.put({ text, at }, key)
      const surplus = (await transaction.store.count()) - MAX_DRAFTS
      const oldest = surplus > 0 ? await transaction.store.index('at').getAllKeys(null, surplus) : []
      await Promise.all(oldest.map((old) => transaction.store.delete(old)))
      await transaction.done
    }),
})
