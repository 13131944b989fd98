import { WIRE_LIMITS } from '@hearth/shared/protocol'
import { PartyId, ProjectId, SessionId } from '@hearth/shared/session'
import * as v from 'valibot'
import type { Host } from '../host/compose.ts'
import { approvalHandlers } from './approvals.ts'
import { MAX_PATH } from './limits.ts'
import { pairCall } from './pair-call.ts'
import { take } from './params.ts'
import type { ControlHandlers } from './server.ts'

/** What the control socket gives access to. */
export interface Controlled {
  readonly host: Host
  /** Names of the relays at which devices meet this host: the first is for new devices, the last what this host dials. */
  readonly relays: readonly string[]
  /** The person runs the relay on this machine. */
  readonly ownRelay: boolean
  /** What `status` tells besides. */
  readonly facts: Readonly<Record<string, unknown>>
  /** Ends the host agent. */
  stop(): void
}

const Folder = v.strictObject({ dir: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_PATH)) })
const Page = v.strictObject({
  session: SessionId,
  before: v.pipe(v.number(), v.integer(), v.minValue(1)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WIRE_LIMITS.historyTurns.value)),
})

const SearchParams = v.strictObject({
  session: v.nullable(SessionId),
  query: v.pipe(v.string(), v.minLength(1), v.maxLength(WIRE_LIMITS.queryLength.value)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WIRE_LIMITS.searchHits.value)),
})
/** Who searches at the host itself. */
const OWNER = 'owner'

/** The host's owner, through the control socket. No right is checked: whoever can open it owns the host. */
export const controlHandlers = (controlled: Controlled): ControlHandlers => {
  const { host, facts } = controlled
  const { projects } = host
  return {
    status: async () => ({ ...facts, ...host.status(), agents: host.agents.list() }),
    devices: async () => {
      const present = new Set(host.status().present.map(({ device }) => device))
      return host.devices
        .list()
        .map(({ id, name, platform, rights, riskMax, relay, createdAt, expiresAt, lastSeen }) => ({
          id,
          name,
          platform,
          rights,
          riskMax,
          relay,
          createdAt,
          expiresAt,
          lastSeen,
          connected: present.has(id),
        }))
    },
    revoke: async (params) => {
      const { device } = take(v.strictObject({ device: PartyId }), params)
      const removed = await host.revoke(device)
      return removed === null ? null : { id: removed.id, name: removed.name }
    },
    sessions: async () => host.sessions.summaries(),
    projects: async () => projects.list(),
    'projects.add': async (params) => projects.add(take(Folder, params).dir),
    'projects.remove': async (params) =>
      projects.remove(take(v.strictObject({ project: ProjectId }), params).project),
    history: async (params) => {
      const { session, before, limit } = take(Page, params)
      return host.sessions.history(session, before, limit)
    },
    search: async (params) => host.search.find(take(SearchParams, params), OWNER),
    pair: (params, call) => pairCall(controlled, params, call),
    stop: async () => controlled.stop(),
    ...approvalHandlers(host),
  }
}
