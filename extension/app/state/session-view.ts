import type { HearthError } from '@hearth/shared/protocol'
import type { SessionState } from '@hearth/shared/session'
import type { Accessor } from 'solid-js'

/** An open session: its reduced state, followed live. */
export interface SessionView {
  /** Null until the first snapshot. A delta gives a new object that shares all that did not change. */
  readonly state: Accessor<SessionState | null>
  /** Is this all that the host has? False while offline or replaying. */
  readonly caughtUp: Accessor<boolean>
  /** Why it is over (the host has no such session, or speaks nonsense); null while it goes on. */
  readonly ended: Accessor<HearthError | null>
  /** Fetches the turns before the loaded ones; harmless when there are none or it is under way. */
  loadEarlier(): Promise<void>
}
