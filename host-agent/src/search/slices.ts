import { setImmediate } from 'node:timers/promises'

/** Work on the event loop in slices: between two of them everything else goes first. */
export interface Slices {
  /** To be called between steps: waits where this slice has lasted long enough. */
  rest(): Promise<void>
}

/** @param ms what a slice may take; a step that takes longer by itself makes it longer */
export const createSlices = (ms: number, now: () => number = () => performance.now()): Slices => {
  let since = now()
  return {
    async rest() {
      if (now() - since < ms) return
      await setImmediate()
      since = now()
    },
  }
}
