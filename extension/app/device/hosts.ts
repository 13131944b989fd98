import { PairedHost } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import type { Database } from './database.ts'
import { MAX_HOSTS } from './limits.ts'
import { guarded } from './storage-error.ts'

/** The hosts this browser is paired with. */
export interface HostStore {
  /** In the order of pairing. A record that this version can't read is left where it is and not listed. */
  all(): Promise<PairedHost[]>
  /** Adds a host, or replaces what was known of it. @throws {HearthError} `pairing.too_many`, `device.storage*` */
  keep(host: PairedHost): Promise<void>
  /** Forgets a host with all that was kept of it: prompts that wait, its audit head, drafts. */
  remove(id: string): Promise<void>
}

export const hostStore = (database: Database): HostStore => ({
  all: () =>
    guarded(async () => {
      const records = await database.getAll('hosts')
      const hosts = records.flatMap((record) => {
        const read = v.safeParse(PairedHost, record)
        return read.success ? [read.output] : []
      })
      return hosts.sort((a, b) => a.pairedAt - b.pairedAt || (a.host.id < b.host.id ? -1 : 1))
    }),
  keep: (host) =>
    guarded(async () => {
      const transaction = database.transaction('hosts', 'readwrite', { durability: 'strict' })
      const known = await transaction.store.getAllKeys()
      if (!known.includes(host.host.id) && known.length >= MAX_HOSTS) {
        transaction.abort()
        await transaction.done.catch(() => undefined)
        throw new HearthError('pairing.too_many')
      }
      await transaction.store.put(host, host.host.id)
      await transaction.done
    }),
  remove: (id) =>
    guarded(async () => {
      const stores = ['hosts', 'outbox', 'audit', 'drafts', 'attached'] as const
      const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' })
      const outbox = transaction.objectStore('outbox')
      const prompts = await outbox.index('host').getAllKeys(id)
      const typed = [transaction.objectStore('drafts'), transaction.objectStore('attached')]
      await Promise.all([
        transaction.objectStore('hosts').delete(id),
        transaction.objectStore('audit').delete(id),
        ...prompts.map((key) => outbox.delete(key)),
        // Drafts are named `<host>:<session>` or `new:<host>`.
        ...typed.flatMap((store) => [
          store.delete(IDBKeyRange.bound(`${id}:`, `${id}:\uffff`)),
          store.delete(`new:${id}`),
        ]),
      ])
      await transaction.done
    }),
})
