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

const isUsable = ({ state }: Agent): boolean => state === 'ready' || state === 'loading'

/** Agents to be named: those that fail, and where none can be used also those that are not there. */
const broken = (agents: readonly Agent[]): Agent[] => {
  const none = !agents.some(isUsable)
  return agents.filter(({ state }) => state === 'error' || (none && state === 'missing'))
}

/** How it stands with a host. `failed`: an attempt to reach it did; `count`: its sessions that are not archived. */
export interface Standing {
  readonly connection: ConnectionState
  readonly failed: boolean
  readonly sight: Sight
  readonly count: number
}

/** The notices of one host, the most urgent first. */
export const hostNotices = (
  overview: Pick<OverviewState, 'host' | 'projects' | 'agents'>,
  { connection, failed, sight, count }: Standing,
): Notice[] => {
  const gone = GONE[connection]
  const over = gone === 'revoked' || gone === 'refused'
  if (overview.host === null) {
    if (over) return [{ kind: gone }]
    // Between two attempts it stays what it was: a host that can't be reached.
    return [{ kind: gone === 'connecting' && !failed ? 'connecting' : 'unknown' }]
  }
  const notices: Notice[] = []
  if (!sight.here) notices.push({ kind: over ? gone : 'away' })
  for (const agent of broken(overview.agents)) notices.push({ kind: 'agent', agent })
  if (overview.projects.length === 0) notices.push({ kind: 'no-project' })
  else if (count === 0) notices.push({ kind: 'no-session' })
  return notices
}
