import type { Agent, HearthError } from '../protocol/index.ts'
import type { ConnectionState } from './connection-state.ts'

/** One part of the way, as it was really seen: by an answer, not by hope. */
export interface Leg {
  readonly state: 'up' | 'down' | 'unknown'
  /** Last measured round trip in ms, or null. For the host leg it includes the relay leg. */
  readonly latency: number | null
  /** Device clock (ms) of the last answer or message on this leg, or null. */
  readonly lastAt: number | null
}

/** How things stand, leg by leg. */
export interface LinkStatus {
  readonly connection: ConnectionState
  /** Why it is not live; null when it is. */
  readonly error: HearthError | null
  readonly relay: Leg
  readonly host: Leg
  /** As the host last told; stale while the host leg is not up. */
  readonly agents: readonly Agent[]
}

export const UNKNOWN_LEG: Leg = { state: 'unknown', latency: null, lastAt: null }

/** The legs that a connection state says something about by itself. */
export const legsAfter = (
  connection: ConnectionState,
  { relay, host }: { relay: Leg; host: Leg },
  now: number,
): { relay: Leg; host: Leg } => {
  switch (connection) {
    case 'live':
    case 'attaching':
      return { relay: { ...relay, state: 'up', lastAt: now }, host: { ...host, state: 'up', lastAt: now } }
    case 'handshaking':
      return { relay: { ...relay, state: 'up', lastAt: now }, host: { ...host, state: 'unknown' } }
    case 'waiting':
      return { relay: { ...relay, state: 'up', lastAt: now }, host: { ...host, state: 'down' } }
    case 'dialling':
      return { relay, host: { ...host, state: 'unknown' } }
    default:
      return { relay: { ...relay, state: 'down' }, host: { ...host, state: 'unknown' } }
  }
}
