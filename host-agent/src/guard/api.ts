import type { Down } from '@hearth/shared/protocol'

/** What the host holds back, as one device is told. */
export type GuardState = Omit<Extract<Down, { t: 'guard' }>, 't' | 'policyEpoch'>

/** The brakes: pause, panic, and sessions held because a person was asked too often. */
export interface Guard {
  /** For a device, or null for the owner. */
  state(device: string | null): GuardState
  readonly paused: boolean
  isHeld(session: string): boolean
  /** Is this device shut out by another's panic? */
  isShutOut(device: string): boolean
  /** `by` null: the owner. @throws {HearthError} `decision.audit`, `host.store` */
  pause(by: string | null): Promise<void>
  resume(by: string | null): Promise<void>
  /** Denies all that waits, stops every turn, pauses, shuts out all other devices. */
  panic(by: string | null): Promise<void>
  /** The owner lets a device in again; all of them with null. */
  letIn(device: string | null): Promise<void>
  release(session: string, by: string | null): Promise<void>
  /** A person sent a session something new: its requests count from here on, and if it was held it goes on. */
  prompted(session: string, by: string): Promise<void>
  /** A person denied a request of this session: too many in a short time hold it. */
  denied(session: string): void
  /** A request of this session was opened. False: it asks too often, and is refused without asking anybody. */
  admits(session: string): boolean
  onChange(listener: () => void): () => void
}
