import type { PushWishes } from '@hearth/shared/protocol'

/** Where a device can be reached while it has no channel. */
export interface PushSubscription {
  readonly endpoint: string
  /** P-256, uncompressed, 65 bytes. */
  readonly p256dh: Uint8Array
  /** 16 bytes. */
  readonly auth: Uint8Array
  readonly wishes: PushWishes
}

/** Wakes people who are away (docs/protocol.md, "Push"). */
export interface Push {
  /** The host's VAPID public key, 65 bytes. */
  key(): Uint8Array
  /** @throws {HearthError} `push.endpoint`, `host.malformed` (no such key or time zone), `host.store`, `relay.*` */
  subscribe(device: string, subscription: PushSubscription): Promise<void>
  unsubscribe(device: string): Promise<void>
  /** Sends one now and resolves when the push service took it. @throws {HearthError} `push.*`, `relay.*` */
  test(device: string, nonce: string): Promise<void>
  /** What is on a focused screen of this channel's device, whole each time; nothing when the channel closes. */
  watching(
    channel: string,
    device: string,
    seen: { readonly requests: readonly string[]; readonly sessions: readonly string[] },
  ): void
  close(): void
}
