import type { AuditHead } from '@hearth/shared/crypto'
import type { AuditMemory } from '@hearth/shared/link'
import * as v from 'valibot'
import type { Database } from './database.ts'
import { guarded } from './storage-error.ts'

/** A hash of 512 bits (docs/protocol.md, "Audit chain"). */
const HEAD_BYTES = 64
const Head = v.object({
  index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  head: v.pipe(v.instance(Uint8Array), v.length(HEAD_BYTES)),
})

/** What makes no sense is as if it had never been there: the next head is written over it. */
const readHead = (record: unknown): AuditHead | null => {
  const read = v.safeParse(Head, record)
  return read.success ? read.output : null
}

/**
 * The last audit head seen of a host, by any window. Two windows see heads in one order and write them in any: only
 * one that is further is written, or the memory would go back and a rolled back record could pass.
 */
export const auditMemory = (database: Database, host: string): AuditMemory => ({
  read: () => guarded(async () => readHead(await database.get('audit', host))),
  write: ({ index, head }) =>
    guarded(async () => {
      const transaction = database.transaction('audit', 'readwrite', { durability: 'strict' })
      const known = readHead(await transaction.store.get(host))
      if (known === null || known.index < index) await transaction.store.put({ index, head }, host)
      await transaction.done
    }),
})
