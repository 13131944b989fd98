import * as v from 'valibot'

/** Where small things are kept as text: `localStorage`, or nothing where the browser forbids it. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>

/** The browser's own; null in a window that keeps nothing. */
export const browserStorage = (): TextStorage | null => {
  try {
    return globalThis.localStorage
  } catch {
    return null
  }
}

/** A value kept under a name. Comfort only: what can't be read is as if it had never been there. */
export interface Kept<T> {
  read(): T
  write(value: T): void
}

/** Keeps a value as JSON; `empty` where there is none, it can't be read, or it has another shape. */
export const kept = <T>(
  storage: TextStorage | null,
  name: string,
  schema: v.GenericSchema<unknown, T>,
  empty: T,
): Kept<T> => ({
  read() {
    try {
      const read = v.safeParse(schema, JSON.parse(storage?.getItem(name) ?? 'null'))
      return read.success ? read.output : empty
    } catch {
      return empty
    }
  },
  write(value) {
    try {
      storage?.setItem(name, JSON.stringify(value))
    } catch {
      // A full or forbidden storage loses a preference and nothing else.
      return
    }
  },
})
