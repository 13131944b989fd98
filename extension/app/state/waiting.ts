import { isFinished, type RequestView } from '@hearth/shared/link'

/** How many requests wait for a person. */
export const countWaiting = (all: Iterable<ReadonlyMap<string, RequestView>>): number => {
  let count = 0
  for (const requests of all) for (const { state } of requests.values()) if (!isFinished(state)) count += 1
  return count
}

/** The page's title: how many wait comes first, as a tab shows little of it. */
export const pageTitle = (waiting: number): string => (waiting === 0 ? 'Hearth' : `(${waiting}) Hearth`)
