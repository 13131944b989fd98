import { type Accessor, createSignal } from 'solid-js'
import { createStore } from 'solid-js/store'
import { ARCHIVED, FLAT } from './layout.ts'
import { ROWS_AT_ONCE, ROWS_IN_GROUP } from './limits.ts'

/** Where somebody is in the list: what is searched, unfolded and scrolled to. */
export interface ListPlace {
  query: Accessor<string>
  setQuery(query: string): void
  archivedOpen: Accessor<boolean>
  setArchivedOpen(open: boolean): void
  /** How many rows of a list are drawn; by the project's key, or `FLAT` or `ARCHIVED`. */
  shown(list: string): number
  more(list: string): void
  /** How far it is scrolled, px, and the id of the row that has the tab stop. Not reactive. */
  scrolled: number
  stop: string | null
}

/** The beginning of the list. */
export const openPlace = (): ListPlace => {
  const [query, setQuery] = createSignal('')
  const [archivedOpen, setArchivedOpen] = createSignal(false)
  const [drawn, setDrawn] = createStore<Record<string, number>>({})
  const shown = (list: string): number =>
    drawn[list] ?? (list === FLAT || list === ARCHIVED ? ROWS_AT_ONCE : ROWS_IN_GROUP)
  return {
    query,
    setQuery: (text) => void setQuery(text),
    archivedOpen,
    setArchivedOpen: (open) => void setArchivedOpen(open),
    shown,
    more: (list) => setDrawn(list, shown(list) + ROWS_AT_ONCE),
    scrolled: 0,
    stop: null,
  }
}
