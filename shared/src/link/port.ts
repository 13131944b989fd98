import type { Down, Up } from '../protocol/index.ts'
import type { SessionEvent } from '../session/index.ts'

/** What came through the channel: a message, or events of a subscription. */
export type Incoming =
  | { readonly type: 'message'; readonly message: Down }
  | { readonly type: 'events'; readonly sub: number; readonly events: readonly SessionEvent[] }

/** An open channel as the rest of the link uses it. Sending into one that has ended is dropped in silence. */
export interface Port {
  /** The channel's id, 32 bytes: what decisions are bound to. */
  readonly sid: Uint8Array
  send(message: Up): void
}
