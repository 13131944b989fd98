import { toBase64url } from '@hearth/shared/crypto'
import { PushWishes } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { storeError } from '../store/errors.ts'
import type { HostDatabase } from '../store/open.ts'
import type { PushSubscription } from './api.ts'

const Bytes = v.pipe(
  v.string(),
  v.transform((text) => new Uint8Array(Buffer.from(text, 'base64url'))),
)
const Body = v.object({ endpoint: v.string(), p256dh: Bytes, auth: Bytes, wishes: PushWishes })

/** Which device was told of which request. */
export interface Told {
  readonly device: string
  readonly request: string
}

/** Where devices can be reached, one place each; durable. */
export interface Subscriptions {
  get(device: string): PushSubscription | null
  devices(): string[]
  /** @throws {HearthError} `host.store` */
  save(device: string, subscription: PushSubscription): void
  /** Forgets where it can be reached, and of what it was told. @throws {HearthError} `host.store` */
  drop(device: string): void
  /** @throws {HearthError} `host.store` */
  noteTold(told: Told): void
  /** @throws {HearthError} `host.store` */
  forgetTold(told: Told): void
  /** All that was noted and not forgotten. @throws {HearthError} `host.store` */
  told(): Told[]
}

/** @throws {HearthError} `host.store` */
export const openSubscriptions = (db: HostDatabase): Subscriptions => {
  const stored = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw storeError(error)
    }
  }
  const all = stored(() => {
    const rows = db.prepare('SELECT device, body FROM push').all() as { device: string; body: string }[]
    return new Map<string, PushSubscription>(
      rows.map(({ device, body }) => [device, v.parse(Body, JSON.parse(body))]),
    )
  })
  return {
    get: (device) => all.get(device) ?? null,
    devices: () => [...all.keys()],
    save: (device, subscription) => {
      const { endpoint, p256dh, auth, wishes } = subscription
      const body = { endpoint, p256dh: toBase64url(p256dh), auth: toBase64url(auth), wishes }
      stored(() => db.prepare('INSERT OR REPLACE INTO push VALUES (?, ?)').run(device, JSON.stringify(body)))
      all.set(device, subscription)
    },
    drop: (device) => {
      // Whatever the disk says: it is not pushed to any more.
      all.delete(device)
      stored(() =>
        db.transaction(() => {
          db.prepare('DELETE FROM push WHERE device = ?').run(device)
          db.prepare('DELETE FROM push_told WHERE device = ?').run(device)
        })(),
      )
    },
    noteTold: ({ device, request }) =>
      void stored(() => db.prepare('INSERT OR IGNORE INTO push_told VALUES (?, ?)').run(device, request)),
    forgetTold: ({ device, request }) =>
      void stored(() =>
        db.prepare('DELETE FROM push_told WHERE device = ? AND request = ?').run(device, request),
      ),
    told: () => stored(() => db.prepare('SELECT device, request FROM push_told').all() as Told[]),
  }
}
