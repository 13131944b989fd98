import { type Clock, systemClock } from '@hearth/shared/link'
import { createContext, useContext } from 'solid-js'
import { watchEnd } from './watch/end.ts'
import { placeOf, watchPlace } from './watch/place.ts'
import { watchSight } from './watch/sight.ts'

/** What a card is told about time and about its place on the screen. Each `watch…` gives the function that ends it. */
export interface Surroundings {
  readonly clock: Pick<Clock, 'now' | 'after'>
  /** Tells whether an element is wholly in sight, uncovered, on a page that is looked at. */
  watchSight(element: Element, tell: (inSight: boolean) => void): () => void
  /** Tells that an element may no longer be where it was. */
  watchPlace(element: Element, moved: () => void): () => void
  /** Tells once that a mark was on the screen. */
  watchEnd(mark: Element, reached: () => void): () => void
  /** Where an element is now, in CSS pixels of the window. */
  placeOf(element: Element): { readonly x: number; readonly y: number }
}

export const SurroundingsContext = createContext<Surroundings>({
  clock: systemClock,
  watchSight,
  watchPlace,
  watchEnd,
  placeOf,
})

export const useSurroundings = (): Surroundings => useContext(SurroundingsContext)
