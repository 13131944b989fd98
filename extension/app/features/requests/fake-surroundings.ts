import { REQUEST_CARD_LIMITS } from './limits.ts'
import type { Surroundings } from './surroundings.ts'

/** Surroundings that a test decides: time passes, elements move, hide and are read only when it says so. */
export interface FakeSurroundings extends Surroundings {
  /** Lets time pass; what is due runs, in its order. */
  pass(ms: number): void
  /** Time enough for a button to arm. */
  settle(): void
  /** Every watched button comes into or goes out of sight. */
  sight(inSight: boolean): void
  /** Everything moves by so many pixels; with `silent` nobody is told. */
  shift(by: number, silent?: boolean): void
  /** All marks that stand in the page are reached, as by scrolling; gives how many. */
  readAll(): number
}

interface Options {
  readonly now?: number
  /** Buttons are in sight as soon as they are watched. */
  readonly inSight?: boolean
  /** Marks count as reached as soon as they are watched: what stands in a page is on the screen. */
  readonly read?: boolean
}

export const fakeSurroundings = ({
  now = 0,
  inSight = true,
  read = true,
}: Options = {}): FakeSurroundings => {
  let time = now
  let y = 0
  let seen = inSight
  const timers = new Set<{ readonly at: number; run(): void }>()
  const sights = new Set<(seen: boolean) => void>()
  const places = new Set<() => void>()
  const marks = new Map<Element, () => void>()
  const added = <T>(set: Set<T>, one: T): (() => void) => {
    set.add(one)
    return () => void set.delete(one)
  }
  const pass = (ms: number): void => {
    const until = time + ms
    for (;;) {
      const due = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      timers.delete(due)
      time = Math.max(time, due.at)
      due.run()
    }
    time = until
  }
  return {
    clock: { now: () => time, after: (ms, run) => added(timers, { at: time + ms, run }) },
    watchSight(_, tell) {
      tell(seen)
      return added(sights, tell)
    },
    watchPlace: (_, moved) => added(places, moved),
    watchEnd(mark, reached) {
      if (read) reached()
      else marks.set(mark, reached)
      return () => void marks.delete(mark)
    },
    placeOf: () => ({ x: 0, y }),
    pass,
    settle: () => pass(REQUEST_CARD_LIMITS.armMs.value),
    sight(next) {
      seen = next
      for (const tell of [...sights]) tell(next)
    },
    shift(by, silent = false) {
      y += by
      if (!silent) for (const moved of [...places]) moved()
    },
    readAll() {
      const all = [...marks]
      marks.clear()
      for (const [, reached] of all) reached()
      return all.length
    },
  }
}
