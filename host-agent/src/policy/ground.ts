import { resolve, sep } from 'node:path'
import type { Files } from '../requests/files.ts'
import { realPlace } from '../requests/world.ts'

/** What rules are held against besides the request: the file system, and the folders that are Hearth's own. */
export interface Ground {
  readonly files: Files
  /** Real paths of HEARTH_HOME and the like. */
  readonly own: readonly string[]
}

/** The real path of a word of a command; null where nothing can be said. */
export const placeOf = (word: string, cwd: string, { files }: Ground): string | null =>
  realPlace(resolve(cwd, word), files)

/** Is `path` the folder `root`, or in it? */
export const isWithin = (path: string, root: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)
