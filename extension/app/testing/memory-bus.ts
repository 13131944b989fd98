import type { Bus, Word } from '../device/bus.ts'

/** Windows of one profile in one test: each call of the function returned is one more of them. */
export const memoryBus = (): (() => Bus) => {
  const listeners = new Map<Bus, Set<(word: Word) => void>>()
  return () => {
    const own = new Set<(word: Word) => void>()
    const bus: Bus = {
      post: (word) => {
        for (const [other, heard] of listeners) if (other !== bus) for (const tell of heard) tell(word)
      },
      listen: (listener) => void own.add(listener),
      close: () => void listeners.delete(bus),
    }
    listeners.set(bus, own)
    return bus
  }
}
