import type { Files } from '../requests/files.ts'

/** Does some work once for each key. */
const remembered = <T>(work: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, { made: T }>()
  return (key) => {
    const found = known.get(key) ?? { made: work(key) }
    known.set(key, found)
    return found.made
  }
}

/** Does some work when it is first asked for, and not again for each of some hundred rules. */
export const once = <T>(work: () => T): (() => T) => {
  let done: { made: T } | null = null
  return () => {
    done ??= { made: work() }
    return done.made
  }
}

/** The same files, each path followed once. */
export const followedOnce = (files: Files): Files => ({
  realpath: remembered((path) => files.realpath(path)),
  directory: (path) => files.directory(path),
  size: (path) => files.size(path),
  sha256: (path, max) => files.sha256(path, max),
})
