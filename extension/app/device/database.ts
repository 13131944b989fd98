import type { StoredWebKey } from '@hearth/shared/crypto/web'
import { HearthError } from '@hearth/shared/protocol'
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { OPEN_MS } from './limits.ts'
import { guarded } from './storage-error.ts'

/** A prompt that waits, with the host it is for and the window that sends it. */
export interface OutboxRecord {
  /** Given by the database: the order in which they were written. */
  readonly order?: number
  readonly host: string
  readonly id: string
  readonly owner: string
  /** An `OutboxEntry`; checked on reading. */
  readonly entry: unknown
}

/** What is kept. Everything but keys is plain data that is checked on reading. */
export interface DeviceSchema extends DBSchema {
  /** `dh` and `sign` are this device's S and A; `relay <origin>` its R there. */
  keys: { key: string; value: StoredWebKey }
  /** A `PairedHost` by the host's id. */
  hosts: { key: string; value: unknown }
  outbox: { key: number; value: OutboxRecord; indexes: { host: string; prompt: [string, string] } }
  /** The last audit head seen, by the host's id. */
  audit: { key: string; value: { readonly index: number; readonly head: Uint8Array } }
  drafts: { key: string; value: { readonly text: string; readonly at: number }; indexes: { at: number } }
  /** What is attached to a draft; checked on reading. */
  attached: {
    key: string
    value: { readonly attachments: readonly unknown[]; readonly at: number }
    indexes: { at: number }
  }
}

export type Database = IDBPDatabase<DeviceSchema>

const NAME = 'hearth'
const VERSION = 2

/**
 * Opens the database of this browser profile. `lost` is told when the browser closes it later: another window has a
 * newer version, or storage was cleared.
 * @throws {HearthError} `device.storage`, `device.storage_version` and the others of storage-error.ts
 */
export const openDatabase = (lost: (error: HearthError) => void, name = NAME): Promise<Database> =>
  guarded(async () => {
    if (typeof indexedDB === 'undefined') throw new HearthError('device.storage')
    let isBlocked = false
    const opening = openDB<DeviceSchema>(name, VERSION, {
      upgrade(database, from) {
        if (from < 1) {
          database.createObjectStore('keys')
          database.createObjectStore('hosts')
          const outbox = database.createObjectStore('outbox', { keyPath: 'order', autoIncrement: true })
          outbox.createIndex('host', 'host')
          outbox.createIndex('prompt', ['host', 'id'], { unique: true })
          database.createObjectStore('audit')
          database.createObjectStore('drafts').createIndex('at', 'at')
        }
        if (from < 2) database.createObjectStore('attached').createIndex('at', 'at')
      },
      blocked() {
        isBlocked = true
      },
      blocking(_current, _next, event) {
        ;(event.target as IDBDatabase).close()
        lost(new HearthError('device.storage_version'))
      },
      terminated: () => lost(new HearthError('device.storage')),
    })
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new HearthError(isBlocked ? 'device.storage_version' : 'device.storage'))
        // Nobody waits for it any more, and open it would be in the way of others.
        opening.then(
          (database) => database.close(),
          () => undefined,
        )
      }, OPEN_MS)
    })
    try {
      return await Promise.race([opening, late])
    } finally {
      clearTimeout(timer)
    }
  })
