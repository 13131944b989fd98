import { HearthError } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import { FILE_PATH_MAX, LIST_MAX_BYTES, LIST_TIMEOUT_MS } from '../limits.ts'
import { gitEntries } from './git.ts'

/** The files of a worktree by name, laid out to be searched: all parts go in step. */
export interface Listing {
  /** Paths from the worktree's root, with `/`, shorter ones first. */
  readonly names: readonly string[]
  /** The same in lower case. */
  readonly folded: readonly string[]
  /** Where the file's own name begins in each. */
  readonly bases: Uint32Array
  /** Which letters each has, see `lettersOf`. */
  readonly letters: Int32Array
  /** There were more than are listed. */
  readonly cut: boolean
  /** What git said, to be known again. */
  readonly source: string
}

/** The letters of a text as a set of bits: what is not in it need not be looked for. */
export const lettersOf = (folded: string): number => {
  let bits = 0
  for (let i = 0; i < folded.length; i += 1) bits |= 1 << (folded.charCodeAt(i) & 31)
  return bits
}

/** Lays names out, the shortest first. */
export const listingOf = (all: Iterable<string>, cut = false, source = ''): Listing => {
  const names = [...all].sort((a, b) => a.length - b.length)
  const folded = names.map((name) => name.toLowerCase())
  return {
    names,
    folded,
    bases: Uint32Array.from(folded, (name) => name.lastIndexOf('/') + 1),
    letters: Int32Array.from(folded, lettersOf),
    ...{ cut, source },
  }
}

/** What git prints in place of bytes that are not UTF-8. */
const REPLACED = '\ufffd'

/** A name that a person can read as it is: nothing in it hides, turns the order around or breaks the line. */
const isPlain = (name: string): boolean =>
  name.length <= FILE_PATH_MAX &&
  !name.endsWith('/') &&
  !name.includes(REPLACED) &&
  (/^[\x20-\x7e]*$/.test(name) || visible(name) === name)

/**
 * Lists what git tracks in a worktree and what it neither tracks nor ignores. Only names are read: no filter, hook or
 * watcher of the repository runs. Names that can't be shown as they are (not UTF-8, invisible characters) are left out.
 * @param before the last list of this worktree: where nothing has changed it is given back
 * @throws HearthError `host.git_missing`, `host.files`
 */
export const listFiles = async (root: string, before: Listing | null): Promise<Listing> => {
  const listed = await gitEntries(
    root,
    { timeout: LIST_TIMEOUT_MS, maxBytes: LIST_MAX_BYTES },
    ...['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  )
  if (!listed.ok) throw new HearthError('host.files', `The files can’t be listed: ${listed.words}`)
  const { out, cut } = listed
  if (before?.source === out && before.cut === cut) return before
  return listingOf([...new Set(out.split('\0').slice(0, -1))].filter(isPlain), cut, out)
}
