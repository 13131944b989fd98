import { lstat, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { LIST_FRESH_MS, LIST_PATIENCE_MS, LIST_REST, LISTS_KEPT } from '../limits.ts'
import { type Listing, listFiles } from './list-files.ts'
import { rankFiles } from './rank-files.ts'

/** Files that fit, the best first. `more`: others fit, too, or the worktree has more than are looked at. */
export interface FoundFiles {
  readonly files: string[]
  readonly more: boolean
}

/** Finds files of worktrees by some letters of their names. */
export interface FileFinder {
  /**
   * @param root the worktree's folder
   * @returns paths from there; never one that leads out of it, or that is not a file
   * @throws HearthError `host.git_missing`, `host.files`
   */
  find(root: string, query: string, limit: number): Promise<FoundFiles>
}

interface Kept {
  listing: Listing | null
  /** Until when it counts as new, by the clock given. */
  until: number
  renewing: Promise<Listing> | null
}

/** What time is, for tests. */
export interface FinderParts {
  now(): number
  list?(root: string, before: Listing | null): Promise<Listing>
}

/** Links are offered where they lead to a file of the same worktree: what is read of them is inside. */
const isOwnFile = async (root: string, file: string): Promise<boolean> => {
  try {
    const stat = await lstat(join(root, file))
    if (!stat.isFile() && !stat.isSymbolicLink()) return false
    const real = await realpath(join(root, file))
    return real.startsWith(root + sep) && !real.slice(root.length).split(sep).includes('.git')
  } catch {
    // Gone since it was listed, or not to be reached: there is nothing to offer.
    return false
  }
}

/** A finder that keeps the lists of a few worktrees, and makes each anew while it is used. */
export const createFileFinder = ({ now, list = listFiles }: FinderParts): FileFinder => {
  /** By folder, the least recently used first. */
  const kept = new Map<string, Kept>()

  const renew = (root: string, entry: Kept): Promise<Listing> => {
    entry.renewing ??= (async () => {
      const at = now()
      try {
        const listing = await list(root, entry.listing)
        const took = now() - at
        Object.assign(entry, { listing, until: at + Math.max(LIST_FRESH_MS, took * LIST_REST) })
        return listing
      } catch (error) {
        // A folder that can't be listed any more has no old list to fall back on either.
        if (kept.get(root) === entry) kept.delete(root)
        throw error
      } finally {
        entry.renewing = null
      }
    })()
    return entry.renewing
  }

  const listing = async (root: string): Promise<Listing> => {
    const entry: Kept = kept.get(root) ?? { listing: null, until: 0, renewing: null }
    kept.delete(root)
    kept.set(root, entry)
    for (const oldest of kept.keys()) if (kept.size > LISTS_KEPT) kept.delete(oldest)
    if (entry.listing === null) return renew(root, entry)
    if (now() < entry.until) return entry.listing
    return soonOr(renew(root, entry), entry.listing)
  }

  return {
    async find(folder, query, limit) {
      const root = await realpath(folder).catch(() => folder)
      const all = await listing(root)
      const { files, more } = rankFiles(all, query, limit)
      const own = await Promise.all(files.map((file) => isOwnFile(root, file)))
      return { files: files.filter((_, i) => own[i]), more: more || all.cut }
    },
  }
}

/** What is being made if it is there soon, else what there was. */
const soonOr = async (making: Promise<Listing>, old: Listing): Promise<Listing> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const patience = new Promise<Listing>((resolve) => {
    timer = setTimeout(() => resolve(old), LIST_PATIENCE_MS)
  })
  // A failure after that is told with the next look.
  making.catch(() => undefined)
  try {
    return await Promise.race([making, patience])
  } finally {
    clearTimeout(timer)
  }
}
