import type { Owners } from '../device/owners.ts'

/** Windows that live and die as the test says. */
export interface MemoryOwners {
  open(name: string): Owners
  /** The window is gone. */
  end(name: string): void
}

export const memoryOwners = (): MemoryOwners => {
  const alive = new Set<string>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    open: (me) => {
      alive.add(me)
      return {
        me,
        exclusively: (work) => {
          const next = last.then(() => work(alive))
          last = next.catch(() => undefined)
          return next
        },
      }
    },
    end: (name) => void alive.delete(name),
  }
}
