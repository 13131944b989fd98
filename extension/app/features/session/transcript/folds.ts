import { createSignal } from 'solid-js'

/** What folds were opened or closed to, kept while their rows are out of sight and not drawn. */
export interface Folds {
  /** As it was left; undefined where nobody touched it. */
  get(key: string): boolean | undefined
  set(key: string, open: boolean): void
}

/** Whoever reads one fold hears of all: what is drawn is a screen of them. */
export const createFolds = (): Folds => {
  const kept = new Map<string, boolean>()
  const [changes, setChanges] = createSignal(0)
  return {
    get(key) {
      changes()
      return kept.get(key)
    },
    set(key, open) {
      if (kept.get(key) === open) return
      kept.set(key, open)
      setChanges((n) => n + 1)
    },
  }
}
