import type { ConnectionState, LinkStatus } from '@hearth/shared/link'
import { STALE_MS } from './limits.ts'

/** How well a host can be seen: `asOf` (device clock, ms) is when it was last heard, null when that isn't known. */
export type Sight = { readonly here: true } | { readonly here: false; readonly asOf: number | null }

/** `between`: on the way back, which mostly takes no time at all. */
const SIGHT: Readonly<Record<ConnectionState, 'here' | 'between' | 'away'>> = {
  live: 'here',
  attaching: 'between',
  handshaking: 'between',
  dialling: 'between',
  offline: 'between',
  waiting: 'away',
  paused: 'away',
  refused: 'away',
  revoked: 'away',
  closed: 'away',
}

/** Whether what is known of a host still holds. A short gap in the connection is none yet. `now`: device clock, ms. */
export const sightOf = (
  { connection, host }: Pick<LinkStatus, 'connection' | 'host'>,
  now: number,
): Sight => {
  const sight = SIGHT[connection]
  if (sight === 'here') return { here: true }
  if (sight === 'between' && host.lastAt !== null && now - host.lastAt < STALE_MS) return { here: true }
  return { here: false, asOf: host.lastAt }
}
