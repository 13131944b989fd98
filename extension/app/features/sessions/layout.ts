import type { Need } from './needs.ts'
import type { HostGroup, Row, RowPlace } from './rows.ts'

/** What of the list is unfolded, as far as it decides which rows are there. */
export interface Unfolded {
  readonly view: 'grouped' | 'flat'
  isFolded(key: string): boolean
  /** How many rows of a list are drawn; by the project's key, or `flat` or `archived`. */
  shown(key: string): number
  readonly archivedOpen: boolean
}

export const FLAT = 'flat'
export const ARCHIVED = 'archived'

export const stopOf = (place: RowPlace, row: Pick<Row, 'key'>): string => `${place}/${row.key}`
export const headStop = (key: string): string => `head/${key}`

/** The ids of everything that arrow keys go through, in the order in which it stands on the page. */
export const stopsOf = (
  list: {
    readonly needs: readonly Need[]
    readonly groups: readonly HostGroup[]
    readonly found: readonly Row[]
    readonly archived: readonly Row[]
  },
  { view, isFolded, shown, archivedOpen }: Unfolded,
): string[] => {
  const drawn = (rows: readonly Row[], key: string, place: RowPlace): string[] =>
    rows.slice(0, shown(key)).map((row) => stopOf(place, row))
  const ended = list.needs.flatMap((need) => (need.kind === 'ended' ? [stopOf('needs', need.row)] : []))
  const projects = list.groups.flatMap(({ projects }) => projects)
  const rows =
    view === 'flat'
      ? drawn(list.found, FLAT, 'list')
      : projects.flatMap(({ key, rows }) => [
          headStop(key),
          ...(isFolded(key) ? [] : drawn(rows, key, 'group')),
        ])
  const past = list.archived.length === 0 ? [] : [headStop(ARCHIVED)]
  return [...ended, ...rows, ...past, ...(archivedOpen ? drawn(list.archived, ARCHIVED, 'archived') : [])]
}
