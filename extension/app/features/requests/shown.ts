import { type Accessor, createContext, createSignal, onCleanup, useContext } from 'solid-js'

/**
 * Which parts of a card have been on the screen from end to end. A part that is folded, or whose end was never
 * scrolled into sight, has not; as long as one has not, the card can't be allowed.
 */
export interface ShownLedger {
  /** All parts have been shown, and there is at least one. */
  readonly whole: Accessor<boolean>
  /** Some part is still folded. */
  readonly folded: Accessor<boolean>
  /** Takes in a part for as long as the caller lives; `next` brings more of it on the screen. */
  part(next: () => void): ShownPart
  /** Brings more of the first part that was not shown whole on the screen. */
  goOn(): void
}

export interface ShownPart {
  setFolded(folded: boolean): void
  /** Its end was on the screen; stays true. */
  setReached(): void
}

interface Standing {
  readonly next: () => void
  readonly folded: boolean
  readonly reached: boolean
}

export const createShown = (): ShownLedger => {
  const [parts, setParts] = createSignal<ReadonlyMap<object, Standing>>(new Map())
  const every = (holds: (standing: Standing) => boolean): boolean => [...parts().values()].every(holds)
  return {
    whole: () => parts().size > 0 && every(({ reached }) => reached),
    folded: () => !every(({ folded }) => !folded),
    goOn: () => [...parts().values()].find(({ reached }) => !reached)?.next(),
    part(next) {
      const key = {}
      const change = (standing: Partial<Standing>): void => {
        setParts((before) => {
          const known = before.get(key) ?? { next, folded: false, reached: false }
          return new Map(before).set(key, { ...known, ...standing })
        })
      }
      change({})
      onCleanup(() => {
        setParts((before) => new Map([...before].filter(([one]) => one !== key)))
      })
      return {
        setFolded: (folded) => change({ folded }),
        setReached: () => change({ reached: true }),
      }
    },
  }
}

export const ShownContext = createContext<ShownLedger>()

/** The ledger of the card around this. @throws outside of a card: a mistake of ours */
export const useShown = (): ShownLedger => {
  const ledger = useContext(ShownContext)
  if (ledger === undefined) throw new Error('no request card above this component')
  return ledger
}
