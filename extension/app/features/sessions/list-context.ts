import { createContext, useContext } from 'solid-js'
import type { Row } from './rows.ts'
import type { Home } from './use-home.ts'
import type { Roving } from './use-roving.ts'

/** What every part of the session list is given. */
export interface ListServices {
  readonly home: Home
  readonly roving: Roving
  readonly act: RowActions
  readonly folds: Folds
}

/** What is folded, and how many rows of each list are drawn. */
export interface Folds {
  isFolded(key: string): boolean
  fold(key: string, folded: boolean): void
  shown(key: string): number
  more(key: string): void
}

/** What can be done to a session from the list. */
export interface RowActions {
  rename(row: Row): void
  archive(row: Row, archived: boolean): void
  markRead(row: Row): void
  /** Is a change of the row on its way? */
  isBusy(key: string): boolean
}

export const ListContext = createContext<ListServices>()

/** @throws when used outside of the list: a mistake of ours */
export const useList = (): ListServices => {
  const list = useContext(ListContext)
  if (list === undefined) throw new Error('no session list above this component')
  return list
}
