import type { HearthError, PushWishes } from '@hearth/shared/protocol'
import type { Accessor } from 'solid-js'

/**
 * May this page show notifications? `unsupported`: the browser has none; `home-screen`: it has them once the page is
 * on the Home Screen (iOS).
 */
export type NoticePermission = 'default' | 'granted' | 'denied' | 'unsupported' | 'home-screen'

/**
 * How a host reaches this device while nobody looks:
 * - `off`: not wanted
 * - `waits`: not arranged yet, such as while the host is away
 * - `push`: through the browser's push service, even with the browser closed where it can be woken
 * - `link`: while the browser runs
 * - `failed`: not at all; says why
 */
export type Reach =
  | { readonly state: 'off' | 'waits' | 'push' }
  /** `why`: there could have been more. */
  | { readonly state: 'link'; readonly why: ReachTrouble | null }
  | { readonly state: 'failed'; readonly why: ReachTrouble }

/** `denied`: the person or the browser forbids it; `no-service`: the browser reaches no push service. */
export type ReachTrouble = 'denied' | 'no-service' | { readonly code: string; readonly message: string }

/** What this device wants to be woken for, and how that stands. */
export interface Notifier {
  readonly permission: Accessor<NoticePermission>
  readonly on: Accessor<boolean>
  readonly wishes: Accessor<PushWishes>
  reach(host: string): Reach
  /** Asks the browser first: must be called within a press. */
  switchOn(): Promise<void>
  switchOff(): Promise<void>
  wish(wishes: PushWishes): Promise<void>
  /** A round trip of a notification through all that lies between, ms. @throws {HearthError} `push.*`, `link.*` */
  test(host: string): Promise<number>
}

/** An error as it is kept. */
export const keptTrouble = ({ code, message }: HearthError): ReachTrouble => ({ code, message })
