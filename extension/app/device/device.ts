import { createWebProvider, type WebProvider } from '@hearth/shared/crypto/web'
import type { AuditMemory, DeviceKeys } from '@hearth/shared/link'
import type { HearthError } from '@hearth/shared/protocol'
import { auditMemory } from './audit.ts'
import { openDatabase } from './database.ts'
import { type DraftStore, draftStore } from './drafts.ts'
import { type HostStore, hostStore } from './hosts.ts'
import { assertSecure, openKeys } from './keys.ts'
import { type WindowOutbox, windowOutbox } from './outbox.ts'
import { lockOwners, type Owners } from './owners.ts'

/** This browser profile as a device: its keys, and all that it keeps. Every method throws `device.storage*`. */
export interface Device {
  readonly provider: WebProvider
  readonly keys: DeviceKeys
  readonly hosts: HostStore
  readonly drafts: DraftStore
  outbox(host: string, changed: () => void): WindowOutbox
  audit(host: string): AuditMemory
  close(): void
}

/** Parts that tests replace. */
export interface DeviceParts {
  readonly provider?: WebProvider
  readonly database?: string
  readonly owners?: Owners
}

/**
 * Opens this device, making its keys at first use. `lost`: the browser took the database away later.
 * @throws {HearthError} `device.insecure`, `device.unsupported`, `device.storage*`
 */
export const openDevice = async (
  lost: (error: HearthError) => void,
  parts: DeviceParts = {},
): Promise<Device> => {
  assertSecure()
  const [database, owners] = await Promise.all([
    openDatabase(lost, parts.database),
    parts.owners ?? lockOwners(navigator.locks),
  ])
  const provider = parts.provider ?? createWebProvider()
  const keys = await openKeys(database, provider)
  return {
    provider,
    keys,
    hosts: hostStore(database),
    drafts: draftStore(database),
    outbox: (host, changed) => windowOutbox(database, host, owners, changed),
    audit: (host) => auditMemory(database, host),
    close: () => database.close(),
  }
}
