import { PushWishes } from '@hearth/shared/protocol'
import { openDB } from 'idb'
import * as v from 'valibot'
import type { Reach } from '../state/notifier.ts'
import type { NoticeBus } from './channel.ts'

const Trouble = v.union([
  v.picklist(['denied', 'no-service']),
  v.strictObject({ code: v.string(), message: v.string() }),
])
const Reached = v.variant('state', [
  v.strictObject({ state: v.picklist(['off', 'waits', 'push']) }),
  v.strictObject({ state: v.literal('link'), why: v.nullable(Trouble) }),
  v.strictObject({ state: v.literal('failed'), why: Trouble }),
])

const Kept = v.strictObject({
  on: v.boolean(),
  wishes: PushWishes,
  /** By host. */
  reach: v.record(v.string(), Reached),
})

/** What this device wants to be woken for, and how its hosts reach it. */
export interface NoticeSettings {
  readonly on: boolean
  readonly wishes: PushWishes
  readonly reach: Readonly<Record<string, Reach>>
}

/** Before anybody has said anything. */
export const NO_SETTINGS: NoticeSettings = {
  on: false,
  wishes: { requests: true, turns: false, quiet: null },
  reach: {},
}

/** A place for plain values. Everything is checked on reading. */
export interface NoticeStore {
  get(key: string): Promise<unknown>
  /** Replaces a value by what `change` makes of it; one change at a time. */
  change(key: string, change: (before: unknown) => unknown): Promise<void>
}

/** A database beside the device's own, for windows and workers alike. */
export const noticeStore = (name = 'hearth notices'): NoticeStore => {
  const open = () =>
    openDB(name, 1, {
      upgrade: (database) => void database.createObjectStore('kept'),
      blocking: (_now, _next, event) => (event.target as IDBDatabase).close(),
    })
  return {
    async get(key) {
      const database = await open()
      try {
        return await database.get('kept', key)
      } finally {
        database.close()
      }
    },
    async change(key, change) {
      const database = await open()
      try {
        const transaction = database.transaction('kept', 'readwrite')
        await transaction.store.put(change(await transaction.store.get(key)), key)
        await transaction.done
      } finally {
        database.close()
      }
    },
  }
}

/** The settings, shared by all windows and the worker. */
export interface NoticeMemory {
  read(): Promise<NoticeSettings>
  change(change: (before: NoticeSettings) => NoticeSettings): Promise<void>
  /** Calls back after every change, by whomever. */
  listen(tell: () => void): void
}

const SETTINGS = 'settings'
const read = (kept: unknown): NoticeSettings => {
  const parsed = v.safeParse(Kept, kept)
  return parsed.success ? parsed.output : NO_SETTINGS
}

/** Settings in a store, told to others over the bus. */
export const noticeMemory = (store: NoticeStore, bus: NoticeBus): NoticeMemory => {
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  bus.listen((word) => word.t === 'wishes' && tell())
  return {
    read: async () => read(await store.get(SETTINGS)),
    async change(change) {
      await store.change(SETTINGS, (kept) => change(read(kept)))
      bus.post({ t: 'wishes' })
      tell()
    },
    listen: (listener) => void listeners.add(listener),
  }
}
