import { type CryptoProvider, type PublicIdentity, publicIdentity, toHex } from '@hearth/shared/crypto'
import { type DeviceRecord, HearthError, Platform, Right } from '@hearth/shared/protocol'
import type { Risk } from '@hearth/shared/session'
import * as v from 'valibot'
import { storeError } from '../store/errors.ts'
import type { HostDatabase } from '../store/open.ts'
import { ceilingOf } from './ceilings.ts'
import { MAX_DEVICES } from './limits.ts'

/** A paired device: the host's own record, from which all authority comes. Times in ms of the host's clock. */
export interface Device extends DeviceRecord {
  platform: Platform
  /** Origin of the relay through which it was paired, and its login key there (hex). */
  relay: string
  relayKey: string
  identity: PublicIdentity
  certificate: Uint8Array
  createdAt: number
  expiresAt: number
  lastSeen: number
}

export interface DevicesChange {
  /** `limited`: it may do less from now on. */
  type: 'added' | 'removed' | 'limited' | 'renamed'
  device: Device
}

/** The devices that this host trusts. Listeners hear of a removal before `remove` returns. */
export interface Devices {
  list(): Device[]
  /** Null for unknown, revoked and expired devices alike. */
  get(id: string): Device | null
  byRelayKey(key: string): Device | null
  /**
   * Replaces a record of the same device, and raises the policy epoch then.
   * @throws {HearthError} `pairing.too_many`, `pairing.failed` (another device's relay key), `host.store`
   */
  add(device: Device): void
  /** Forgets a device and raises the policy epoch. Null if there was none. @throws {HearthError} `host.store` */
  remove(id: string): Device | null
  /**
   * Lowers what a device may do, and raises the policy epoch.
   * @throws {HearthError} `decision.revoked`, `host.not_allowed` for anything that it does not have, `host.store`
   */
  limit(id: string, to: { rights: readonly Right[]; riskMax: Device['riskMax'] }): Device
  /** Gives a device another name. @throws {HearthError} `host.unknown_device`, `host.store` */
  rename(id: string, name: string): Device
  /** Rules have changed: raises the policy epoch. @throws {HearthError} `host.store` */
  raisePolicy(): void
  /** Notes that the device was here; false where that could not be written: a full disk is no reason to keep it out. */
  seen(id: string): boolean
  readonly policyEpoch: number
  /** Has any device ever been paired, even if it has expired or was revoked? */
  readonly everPaired: boolean
  onChange(listener: (change: DevicesChange) => void): () => void
  /** Nothing is written from here on: the database may be closed. */
  close(): void
}

/** libsql gives a blob as ArrayBuffer or Buffer, by the way it was asked. */
const Blob = v.pipe(
  v.union([v.instance(Uint8Array), v.instance(ArrayBuffer)]),
  v.transform((blob) => new Uint8Array(blob)),
)

const Row = v.object({
  id: v.string(),
  name: v.string(),
  platform: Platform,
  relay: v.string(),
  relay_key: v.string(),
  dh_key: Blob,
  sign_key: Blob,
  certificate: Blob,
  rights: v.pipe(
    v.string(),
    v.transform((text) => (text === '' ? [] : text.split(','))),
    v.array(Right),
  ),
  risk_max: v.picklist([1, 2, 3, 4]),
  created_at: v.number(),
  expires_at: v.number(),
  last_seen: v.number(),
})

const FIRST_EPOCH = 1

const COLUMNS =
  'id, name, platform, relay, relay_key, dh_key, sign_key, certificate, rights, risk_max, created_at, expires_at, last_seen'

/** Opens the device records of a database. `now`: host clock in ms. @throws {HearthError} `host.store` */
export const openDevices = (db: HostDatabase, provider: CryptoProvider, now: () => number): Devices =>
  new DeviceTable(db, provider, now)

class DeviceTable implements Devices {
  readonly #db: HostDatabase
  readonly #now: () => number
  readonly #devices = new Map<string, Device>()
  readonly #listeners = new Set<(change: DevicesChange) => void>()
  #epoch: number
  #closed = false

  constructor(db: HostDatabase, provider: CryptoProvider, now: () => number) {
    this.#db = db
    this.#now = now
    try {
      for (const row of db.prepare(`SELECT ${COLUMNS} FROM device`).all()) {
        const device = fromRow(provider, row)
        this.#devices.set(device.id, device)
      }
      this.#epoch = v.parse(
        v.object({ epoch: v.number() }),
        db.prepare('SELECT epoch FROM policy').get(),
      ).epoch
    } catch (error) {
      throw storeError(error)
    }
  }

  get policyEpoch(): number {
    return this.#epoch
  }

  get everPaired(): boolean {
    return this.#devices.size > 0 || this.#epoch > FIRST_EPOCH
  }

  list(): Device[] {
    return [...this.#devices.values()].filter((device) => this.#valid(device))
  }

  get(id: string): Device | null {
    const device = this.#devices.get(id)
    return device !== undefined && this.#valid(device) ? device : null
  }

  byRelayKey(key: string): Device | null {
    return this.list().find((device) => device.relayKey === key) ?? null
  }

  add(device: Device): void {
    const known = this.#devices.has(device.id)
    if (!known && this.#devices.size >= MAX_DEVICES) {
      throw new HearthError(
        'pairing.too_many',
        `At most ${MAX_DEVICES} devices can be paired; revoke some first`,
      )
    }
    const holder = [...this.#devices.values()].find(({ relayKey }) => relayKey === device.relayKey)
    if (holder !== undefined && holder.id !== device.id) throw new HearthError('pairing.failed')
    const marks = COLUMNS.replaceAll(/\w+/g, '?')
    this.#run(() => {
      this.#db.transaction(() => {
        this.#db.prepare('DELETE FROM device WHERE id = ?').run(device.id)
        this.#db.prepare(`INSERT INTO device (${COLUMNS}) VALUES (${marks})`).run(toRow(device))
        if (known) this.#db.prepare('UPDATE policy SET epoch = epoch + 1').run()
      })()
    })
    if (known) this.#epoch += 1
    this.#devices.set(device.id, device)
    this.#tell({ type: 'added', device })
  }

  remove(id: string): Device | null {
    const device = this.#devices.get(id)
    if (device === undefined) return null
    this.#run(() => {
      this.#db.transaction(() => {
        this.#db.prepare('DELETE FROM device WHERE id = ?').run(id)
        this.#db.prepare('UPDATE policy SET epoch = epoch + 1').run()
      })()
    })
    this.#devices.delete(id)
    this.#epoch += 1
    this.#tell({ type: 'removed', device })
    return device
  }

  limit(id: string, { rights, riskMax }: Pick<Device, 'rights' | 'riskMax'>): Device {
    const device = this.get(id)
    if (device === null) throw new HearthError('decision.revoked')
    if (riskMax > device.riskMax || rights.some((right) => !device.rights.includes(right)))
      throw new HearthError('host.not_allowed')
    const limited = { ...device, rights: device.rights.filter((right) => rights.includes(right)), riskMax }
    if (riskMax === device.riskMax && limited.rights.length === device.rights.length) return device
    this.#run(() => {
      this.#db.transaction(() => {
        const lower = this.#db.prepare('UPDATE device SET rights = ?, risk_max = ? WHERE id = ?')
        lower.run(limited.rights.join(','), riskMax, id)
        this.#db.prepare('UPDATE policy SET epoch = epoch + 1').run()
      })()
    })
    this.#devices.set(id, limited)
    this.#epoch += 1
    this.#tell({ type: 'limited', device: limited })
    return limited
  }

  rename(id: string, name: string): Device {
    const device = this.get(id)
    if (device === null) throw new HearthError('host.unknown_device')
    this.#run(() => {
      this.#db.prepare('UPDATE device SET name = ? WHERE id = ?').run(name, id)
    })
    const renamed = { ...device, name }
    this.#devices.set(id, renamed)
    this.#tell({ type: 'renamed', device: renamed })
    return renamed
  }

  raisePolicy(): void {
    this.#run(() => {
      this.#db.prepare('UPDATE policy SET epoch = epoch + 1').run()
    })
    this.#epoch += 1
  }

  seen(id: string): boolean {
    const device = this.#devices.get(id)
    if (device === undefined) return false
    const lastSeen = this.#now()
    this.#devices.set(id, { ...device, lastSeen })
    try {
      this.#run(() => {
        this.#db.prepare('UPDATE device SET last_seen = ? WHERE id = ?').run(lastSeen, id)
      })
      return true
    } catch {
      // Known in memory; the next visit writes it. Throwing would end the program: a relay's message led here.
      return false
    }
  }

  onChange(listener: (change: DevicesChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#closed = true
  }

  #valid(device: Device): boolean {
    const now = this.#now()
    return now < device.expiresAt && now - device.lastSeen < ceilingOf(device.platform, false).idle
  }

  #run(write: () => void): void {
    if (this.#closed) throw new HearthError('host.stopping')
    try {
      write()
    } catch (error) {
      throw storeError(error)
    }
  }

  #tell(change: DevicesChange): void {
    for (const listener of [...this.#listeners]) listener(change)
  }
}

const fromRow = (provider: CryptoProvider, value: unknown): Device => {
  const row = v.parse(Row, value)
  const identity = publicIdentity(provider, row.dh_key, row.sign_key)
  if (toHex(identity.id) !== row.id)
    throw new HearthError('host.store', 'A device’s record does not fit its keys')
  return {
    id: row.id,
    name: row.name,
    platform: row.platform,
    relay: row.relay,
    relayKey: row.relay_key,
    identity,
    certificate: row.certificate,
    rights: row.rights,
    riskMax: row.risk_max satisfies Risk,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastSeen: row.last_seen,
  }
}

const toRow = (device: Device): unknown[] => [
  device.id,
  device.name,
  device.platform,
  device.relay,
  device.relayKey,
  Buffer.from(device.identity.dhKey),
  Buffer.from(device.identity.signKey),
  Buffer.from(device.certificate),
  device.rights.join(','),
  device.riskMax,
  device.createdAt,
  device.expiresAt,
  device.lastSeen,
]
