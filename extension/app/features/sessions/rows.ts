import type { OverviewState } from '@hearth/shared/link'
import type { Project, SessionSummary } from '@hearth/shared/protocol'

/** A host with what it last told, as plain data. */
export interface HostData {
  readonly id: string
  readonly name: string
  readonly overview: Pick<OverviewState, 'projects' | 'sessions' | 'skew'>
}

/** A session in the list. `key` is unique over all hosts; `at` is its last change by the device's clock. */
export interface Row {
  readonly key: string
  readonly host: string
  readonly session: SessionSummary
  /** Null when the host no longer lists it. */
  readonly project: Project | null
  readonly at: number
}

/** Where a row stands: what its surroundings do not say, it says itself. */
export type RowPlace = 'group' | 'list' | 'needs' | 'archived'

export interface ProjectGroup {
  /** Unique over all hosts. */
  readonly key: string
  readonly id: string
  readonly project: Project | null
  readonly rows: readonly Row[]
}

export interface HostGroup {
  readonly host: string
  readonly projects: readonly ProjectGroup[]
}

export const rowKey = (host: string, session: string): string => `${host}/${session}`

const newestFirst = (a: Row, b: Row): number => b.at - a.at || (a.key < b.key ? -1 : 1)

/** All sessions of all hosts, newest change first. */
export const rowsOf = (hosts: readonly HostData[]): Row[] =>
  hosts
    .flatMap(({ id, overview }) => {
      const projects = new Map(overview.projects.map((project) => [project.id, project]))
      return overview.sessions.map((session) => ({
        key: rowKey(id, session.id),
        host: id,
        session,
        project: projects.get(session.project) ?? null,
        at: session.updatedAt - overview.skew,
      }))
    })
    .sort(newestFirst)

/** `after`, with the rows of `before` that did not change as the same objects: what shows them is left alone. */
export const reusing = (before: readonly Row[], after: readonly Row[]): readonly Row[] => {
  const known = new Map(before.map((row) => [row.key, row]))
  return after.map((row) => {
    const same = known.get(row.key)
    const unchanged = same?.session === row.session && same.project === row.project && same.at === row.at
    return unchanged && same !== undefined ? same : row
  })
}

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** The rows in whose title, project or branch every word of `query` stands; case and accents don't count. */
export const matching = (rows: readonly Row[], query: string): readonly Row[] => {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return rows
  return rows.filter(({ session, project }) => {
    const text = plain([session.title, project?.name ?? '', session.place.branch ?? ''].join('\n'))
    return words.every((word) => text.includes(word))
  })
}

/** Rows by host and project: hosts in their own order, projects and rows as `rows` has them (the newest first). */
export const grouped = (rows: readonly Row[], hosts: readonly string[]): HostGroup[] =>
  hosts.map((host) => {
    const projects = new Map<string, Row[]>()
    for (const row of rows) {
      if (row.host !== host) continue
      const group = projects.get(row.session.project)
      if (group === undefined) projects.set(row.session.project, [row])
      else group.push(row)
    }
    return {
      host,
      projects: [...projects].map(([id, mine]) => ({
        key: rowKey(host, id),
        id,
        project: mine[0]?.project ?? null,
        rows: mine,
      })),
    }
  })
