import type { RequestView } from '@hearth/shared/link'
import { type Accessor, createMemo } from 'solid-js'
import { type HostView, hostName } from '../../state/host-view.ts'
import { pendingRequests } from '../requests/pending.ts'
import type { Memory } from './memory.ts'
import { endedBadly, isUnread, type Need, needsOf } from './needs.ts'
import { grouped, type HostGroup, matching, type Row, reusing, rowKey, rowsOf } from './rows.ts'
import { type Sight, sightOf } from './sight.ts'
import { type SessionStatus, sessionStatus } from './status.ts'

/** What the list shows, as signals: each changes only when what it says does. */
export interface Home {
  host(id: string): HostView | undefined
  severalHosts: Accessor<boolean>
  row(key: string): Row | undefined
  status(row: Row): SessionStatus
  sight(host: string): Sight
  unread(row: Row): boolean
  needs: Accessor<readonly Need[]>
  /** All that are not archived. */
  open: Accessor<readonly Row[]>
  /** Those of them that are searched for. */
  found: Accessor<readonly Row[]>
  groups: Accessor<readonly HostGroup[]>
  archived: Accessor<readonly Row[]>
}

const HERE: Sight = { here: true }
const NONE: readonly RequestView[] = []

const sameSight = (a: Sight, b: Sight): boolean =>
  a.here === b.here && (a.here || b.here || a.asOf === b.asOf)

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** Derives the session list from all hosts. */
export const createHome = (
  hosts: Accessor<readonly HostView[]>,
  memory: Memory,
  now: Accessor<number>,
  query: Accessor<string>,
): Home => {
  const byId = createMemo(() => new Map(hosts().map((host) => [host.id, host])))
  const rows = createMemo<readonly Row[]>(
    (before) =>
      reusing(
        before,
        rowsOf(hosts().map((host) => ({ id: host.id, name: hostName(host), overview: host.overview() }))),
      ),
    [],
  )
  const byKey = createMemo(() => new Map(rows().map((row) => [row.key, row])))
  const open = createMemo(() => rows().filter(({ session }) => !session.archived))
  const found = createMemo(() => matching(open(), query()))
  const archived = createMemo(() => rows().filter(({ session }) => session.archived))
  const requests = createMemo(() =>
    groupBy(
      hosts().flatMap((host) => [...host.requests().values()].map((view) => ({ host: host.id, view }))),
      ({ host, view }) => rowKey(host, view.session),
    ),
  )
  const unsent = createMemo(() =>
    groupBy(
      hosts().flatMap((host) => host.outbox().map(({ session }) => rowKey(host.id, session))),
      (key) => key,
    ),
  )
  const sights = createMemo(() => {
    const entries = hosts().map((host) => {
      const sight = createMemo(() => sightOf(host.status(), now()), HERE, { equals: sameSight })
      return [host.id, sight] as const
    })
    return new Map(entries)
  })
  const sight = (host: string): Sight => sights().get(host)?.() ?? HERE

  const unread = ({ host, session, at }: Row): boolean =>
    isUnread(session, memory.seen(host, session.id), { at, pairedAt: byId().get(host)?.paired.pairedAt ?? 0 })
  // Most rows ended well or go on: what was seen of those isn't asked for.
  const bad = (row: Row): boolean =>
    (row.session.state === 'failed' || row.session.state === 'unknown') &&
    endedBadly(row.session.state, memory.seen(row.host, row.session.id), unread(row))

  return {
    host: (id) => byId().get(id),
    severalHosts: () => byId().size > 1,
    row: (key) => byKey().get(key),
    sight,
    unread,
    open,
    found,
    archived,
    status(row) {
      const agents = byId().get(row.host)?.overview().agents ?? []
      return sessionStatus({
        summary: row.session,
        requests:
          requests()
            .get(row.key)
            ?.map(({ view }) => view) ?? NONE,
        agent: agents.find(({ id }) => id === row.session.agent) ?? null,
        sight: sight(row.host),
        unsent: unsent().get(row.key)?.length ?? 0,
        now: now(),
      })
    },
    needs: createMemo(() => needsOf(pendingRequests(hosts()), rows(), bad)),
    groups: createMemo(() =>
      grouped(
        found(),
        hosts().map(({ id }) => id),
      ),
    ),
  }
}
