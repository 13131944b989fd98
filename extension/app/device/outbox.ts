import type { OutboxEntry, OutboxStorage } from '@hearth/shared/link'
import { PromptContent, PromptId, PromptManner, SessionId } from '@hearth/shared/session'
import * as v from 'valibot'
import type { Database, OutboxRecord } from './database.ts'
import type { Owners } from './owners.ts'
import { guarded } from './storage-error.ts'

const Entry = v.strictObject({
  id: PromptId,
  session: SessionId,
  content: PromptContent,
  manner: v.optional(PromptManner),
  createdAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
})

const read = ({ entry }: OutboxRecord): OutboxEntry[] => {
  const parsed = v.safeParse(Entry, entry)
  return parsed.success ? [parsed.output] : []
}

/** The outbox of one window for one host. */
export interface WindowOutbox extends OutboxStorage {
  /** Takes over prompts whose window is gone, and gives those. */
  adopt(): Promise<OutboxEntry[]>
  /** Prompts that wait in other windows, oldest first. */
  elsewhere(): Promise<OutboxEntry[]>
}

/**
 * A prompt belongs to the window that wrote it, so that taking it back there can't be undone by another that would
 * send it too; `list` and `adopt` take over those whose window is gone. `changed` is called after every change.
 */
export const windowOutbox = (
  database: Database,
  host: string,
  owners: Owners,
  changed: () => void,
): WindowOutbox => {
  const own = (also: (record: OutboxRecord) => boolean): Promise<OutboxEntry[]> =>
    guarded(() =>
      owners.exclusively(async (alive) => {
        const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' })
        const records = await transaction.store.index('host').getAll(host)
        const orphans = records.filter(({ owner }) => owner !== owners.me && !alive.has(owner))
        await Promise.all(orphans.map((record) => transaction.store.put({ ...record, owner: owners.me })))
        await transaction.done
        if (orphans.length > 0) changed()
        return records.filter((record) => orphans.includes(record) || also(record)).flatMap(read)
      }),
    )
  return {
    list: () => own(({ owner }) => owner === owners.me),
    adopt: () => own(() => false),
    elsewhere: () =>
      guarded(async () => {
        const records = await database.getAllFromIndex('outbox', 'host', host)
        return records.filter(({ owner }) => owner !== owners.me).flatMap(read)
      }),
    append: (entry) =>
      guarded(async () => {
        const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' })
        const known = await transaction.store.index('prompt').getKey([host, entry.id])
        if (known === undefined) await transaction.store.add({ host, id: entry.id, owner: owners.me, entry })
        await transaction.done
        changed()
      }),
    remove: (id) =>
      guarded(async () => {
        const transaction = database.transaction('outbox', 'readwrite', { durability: 'strict' })
        const key = await transaction.store.index('prompt').getKey([host, id])
        if (key !== undefined) await transaction.store.delete(key)
        await transaction.done
        changed()
      }),
  }
}
