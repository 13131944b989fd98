import { type Finder, findsIn, type Turn } from '@hearth/shared/session'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import type { Place } from '../transcript/place.ts'

/** Looks through turns for what a finder finds; those that were looked at once are not read again. */
export interface Scan {
  readonly finder: Finder
  /**
   * All finds in these turns, oldest first, at most a bound of them and the newest then; null when `signal` ended it.
   * Lets the page breathe as it goes.
   */
  through(turns: readonly Turn[], signal: AbortSignal): Promise<{ finds: Place[]; more: boolean } | null>
}

const pause = (): Promise<void> => new Promise((done) => setTimeout(done))

export const createScan = (finder: Finder, now: () => number = () => performance.now()): Scan => {
  const known = new WeakMap<Turn, readonly Place[]>()
  const placesOf = (turn: Turn): readonly Place[] => {
    const before = known.get(turn)
    if (before !== undefined) return before
    const places = findsIn(turn, finder).map(({ block }) => ({ turn: turn.n, block }))
    known.set(turn, places)
    return places
  }
  return {
    finder,
    async through(turns, signal) {
      const most = SESSION_SCREEN_LIMITS.finds.value
      const found: Place[] = []
      let since = now()
      for (let i = turns.length - 1; i >= 0; i -= 1) {
        const turn = turns[i]
        if (turn === undefined) continue
        found.push(...placesOf(turn).toReversed())
        if (found.length > most) return { finds: found.slice(0, most).reverse(), more: true }
        if (now() - since < SESSION_SCREEN_LIMITS.findSlice.value) continue
        await pause()
        if (signal.aborted) return null
        since = now()
      }
      return { finds: found.reverse(), more: false }
    },
  }
}
