import * as v from 'valibot'
import type { Database } from './database.ts'
import { MAX_ATTACHED, MAX_DRAFTS } from './limits.ts'
import { guarded } from './storage-error.ts'

const Draft = v.object({ text: v.string() })
const Attached = v.object({ attachments: v.array(v.unknown()) })

/** Drafts in the database; what is attached to them is checked by whoever reads it. */
export interface DraftStore {
  read(key: string): Promise<{ text: string; attachments: readonly unknown[] }>
  /**
   * An empty one is forgotten; too many lose the oldest. `attachments` undefined: they stay as they are. They are kept
   * beside the words, since they are large and change seldom.
   */
  write(
    key: string,
    draft: { readonly text: string; readonly attachments: readonly unknown[] | undefined },
    at: number,
  ): Promise<void>
}

export const draftStore = (database: Database): DraftStore => ({
  read: (key) =>
    guarded(async () => {
      const transaction = database.transaction(['drafts', 'attached'])
      const [draft, attached] = await Promise.all([
        transaction.objectStore('drafts').get(key),
        transaction.objectStore('attached').get(key),
      ])
      const text = v.safeParse(Draft, draft)
      const beside = v.safeParse(Attached, attached)
      return {
        text: text.success ? text.output.text : '',
        attachments: beside.success ? beside.output.attachments : [],
      }
    }),
  write: (key, { text, attachments }, at) =>
    guarded(async () => {
      const transaction = database.transaction(['drafts', 'attached'], 'readwrite')
      const [drafts, attached] = [transaction.objectStore('drafts'), transaction.objectStore('attached')]
      if (text === '') await drafts.delete(key)
      else await drafts.put({ text, at }, key)
      if (attachments?.length === 0) await attached.delete(key)
      else if (attachments !== undefined) await attached.put({ attachments, at }, key)
      for (const [store, most] of [
        [drafts, MAX_DRAFTS],
        [attached, MAX_ATTACHED],
      ] as const) {
        const surplus = (await store.count()) - most
        const oldest = surplus > 0 ? await store.index('at').getAllKeys(null, surplus) : []
        await Promise.all(oldest.map((old) => store.delete(old)))
      }
      await transaction.done
    }),
})
