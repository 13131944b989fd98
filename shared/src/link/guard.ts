import type { Down } from '../protocol/index.ts'

/** What the host holds back: a pause, held sessions, and whether this device is shut out. */
export type GuardState = Omit<Extract<Down, { t: 'guard' }>, 't' | 'policyEpoch'>

/** Before the host has told anything. */
export const NO_GUARD: GuardState = { paused: null, held: [], shutOut: false }

/** The state after one more message; the same object when it is not about this. */
export const guardAfter = (state: GuardState, message: Down): GuardState => {
  if (message.t !== 'guard') return state
  const { paused, held, shutOut } = message
  return { paused, held, shutOut }
}
