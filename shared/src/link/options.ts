import type { CryptoProvider } from '../crypto/index.ts'
import type { Transport } from '../transport/index.ts'
import type { AuditMemory } from './audit-watch.ts'
import type { Clock } from './clock.ts'
import type { DeviceKeys, PairedHost } from './identity.ts'
import type { OutboxStorage } from './outbox-storage.ts'

/** What a link is made of. */
export interface LinkOptions {
  readonly paired: PairedHost
  readonly keys: DeviceKeys
  readonly provider: CryptoProvider
  readonly transport: Transport
  readonly outbox: OutboxStorage
  readonly audit?: AuditMemory
  /** How this program calls itself. */
  readonly app: { readonly name: string; readonly version: string }
  readonly clock?: Clock
}
