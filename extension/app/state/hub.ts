import type { PairedHost } from '@hearth/shared/link'
import type { HearthError } from '@hearth/shared/protocol'
import type { Accessor } from 'solid-js'
import type { HostView } from './host-view.ts'

/** A pairing that a person started. */
export interface PairingWish {
  /** The whole link or its fragment. */
  readonly link: string
  /** What this device calls itself. */
  readonly name: string
  /** The six digits, once known. */
  onSas(sas: string): void
  readonly signal: AbortSignal
}

/**
 * All hosts of this device, each with a link that stays connected.
 * - `opening`: keys and hosts are being read
 * - `open`: they are here; there may be none yet
 * - `blocked`: this browser won't keep anything (private window, storage off or full); says which
 */
export type HubState =
  | { readonly state: 'opening' }
  | { readonly state: 'open' }
  | { readonly state: 'blocked'; readonly error: HearthError }

export interface Hub {
  readonly state: Accessor<HubState>
  readonly hosts: Accessor<readonly HostView[]>
  /** Pairs, keeps the host and connects to it. @throws {HearthError} as `pairDevice` does, and `device.storage` */
  pair(wish: PairingWish): Promise<PairedHost>
  /** Forgets a host on this device; the host itself goes on to list the device until it is revoked there. */
  forget(hostId: string): Promise<void>
  /** The page is visible again, or the network changed: probe and resync. */
  look(): void
}
