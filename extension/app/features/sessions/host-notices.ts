import type { ConnectionState, OverviewState } from '@hearth/shared/link'
import type { Agent } from '@hearth/shared/protocol'
import type { Sight } from './sight.ts'

/**
 * What a person should know of a host besides its sessions.
 * - `connecting`, `unknown`: nothing was heard of it yet in this window
 * - `away`: what shows is as of a while ago
 * - `revoked`, `refused`: it won't come back by itself, or may not
 * - `no-project`, `no-session`: what is missing for a start
 * - `agent`: one that can't work
 */
export type Notice =
  | { readonly kind: 'connecting' | 'unknown' | 'away' | 'revoked' | 'refused' | 'no-project' | 'no-session' }
  | { readonly kind: 'agent'; readonly agent: Agent }

/** How the connection itself stands when the host can't be seen. */
const GONE: Readonly<Record<ConnectionState, 'connecting' | 'away' | 'revoked' | 'refused'>> = {
  live: 'connecting',
  attaching: 'connecting',
  handshaking: 'connecting',
  dialling: 'connecting',
  offline: 'away',
  waiting: 'away',
  paused: 'away',
  closed: 'away',
  refused: 'refused',
  revoked: 'revoked',
}

const isBroken = ({ state }: Agent): boolean => state === 'missing' || state === 'failed'

/** The notices of one host, the most urgent first. `count`: its sessions that are not archived. */
export const hostNotices = (
  overview: Pick<OverviewState, 'host' | 'projects' | 'agents'>,
  { connection, sight, count }: { connection: ConnectionState; sight: Sight; count: number },
): Notice[] => {
  const gone = GONE[connection]
  const over = gone === 'revoked' || gone === 'refused'
  if (overview.host === null) {
    if (over) return [{ kind: gone }]
    return [{ kind: gone === 'connecting' ? 'connecting' : 'unknown' }]
  }
  const notices: Notice[] = []
  if (!sight.here) notices.push({ kind: over ? gone : 'away' })
  for (const agent of overview.agents) if (isBroken(agent)) notices.push({ kind: 'agent', agent })
  if (overview.projects.length === 0) notices.push({ kind: 'no-project' })
  else if (count === 0) notices.push({ kind: 'no-session' })
  return notices
}
