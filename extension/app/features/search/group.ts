import type { SearchHit, SessionSummary } from '@hearth/shared/protocol'
import { createFinder } from '@hearth/shared/session'

/** A session in which something was found. */
export interface Group {
  readonly host: string
  readonly session: string
  /** As the host's list has it; undefined when that has no such session (any more). */
  readonly summary: SessionSummary | undefined
  readonly inTitle: boolean
  readonly hits: readonly SearchHit[]
}

/** What one host found. */
export interface HostHits {
  readonly host: string
  readonly sessions: readonly SessionSummary[]
  readonly hits: readonly SearchHit[]
}

/** The hits of all hosts by session: titles that have the words first, then whatever changed last. */
export const groupsOf = (query: string, hosts: readonly HostHits[]): readonly Group[] => {
  const finder = createFinder(query)
  if (finder === null) return []
  const groups = hosts.flatMap(({ host, sessions, hits }) => {
    const bySession = new Map<string, SearchHit[]>()
    for (const hit of hits) bySession.set(hit.session, [...(bySession.get(hit.session) ?? []), hit])
    const titled = sessions.filter(({ title }) => finder.isIn(title)).map(({ id }) => id)
    return [...new Set([...titled, ...bySession.keys()])].map((session) => ({
      ...{ host, session, hits: bySession.get(session) ?? [] },
      summary: sessions.find(({ id }) => id === session),
      inTitle: titled.includes(session),
    }))
  })
  const newest = ({ summary, hits }: Group): number => summary?.updatedAt ?? hits[0]?.at ?? 0
  return groups.sort((a, b) => Number(b.inTitle) - Number(a.inTitle) || newest(b) - newest(a))
}
