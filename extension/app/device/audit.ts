import type { AuditMemory } from '@hearth/shared/link'
import type { Database } from './database.ts'
import { guarded } from './storage-error.ts'

/**
 * The last audit head seen of a host, by any window. Two windows see heads in one order and write them in any: only
 * one that is further is written, or the memory would go back and a rolled back record could pass.
 */
export const auditMemory = (database: Database, host: string): AuditMemory => ({
  read: () => guarded(async () => (await database.get('audit', host)) ?? null),
  write: ({ index, head }) =>
    guarded(async () => {
      const transaction = database.transaction('audit', 'readwrite', { durability: 'strict' })
      const known = await transaction.store.get(host)
      if (known === undefined || known.index < index) await transaction.store.put({ index, head }, host)
      await transaction.done
    }),
})
