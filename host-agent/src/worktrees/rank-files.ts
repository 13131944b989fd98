import { type Listing, lettersOf } from './list-files.ts'

/** How a query stands in a path, the best first; between two of the same kind the shorter path wins. */
const NAME_IS = 0
const NAME_BEGINS = 1
const NAME_HAS_WORD = 2
const NAME_HAS = 3
const PATH_HAS_WORD = 4
const PATH_HAS = 5
const LETTERS_IN_NAME = 6
const LETTERS = 7

const isWordStart = (original: string, at: number): boolean => {
  if (at === 0) return true
  const before = original.charAt(at - 1)
  if (/[\s/._\-()[\]@+]/.test(before)) return true
  const here = original.charAt(at)
  return here !== here.toLowerCase() && before === before.toLowerCase()
}

/** Where the letters of `query` stand in this order, read from the end so that the file's own name comes first; −1 where they don't. */
const firstOfLetters = (path: string, query: string): number => {
  let at = path.length
  for (let i = query.length - 1; i >= 0; i -= 1) {
    at = at === 0 ? -1 : path.lastIndexOf(query.charAt(i), at - 1)
    if (at < 0) return -1
  }
  return at
}

/** A path as it is searched. `path` is in lower case, `base` where the file's own name begins in it. */
interface Candidate {
  readonly path: string
  readonly original: string
  readonly base: number
}

/** How well one word, in lower case, fits one path; null: not at all. */
const fitOf = ({ path, original, base }: Candidate, word: string): number | null => {
  const inPath = path.indexOf(word)
  if (inPath < 0) {
    const first = firstOfLetters(path, word)
    if (first < 0) return null
    return first >= base ? LETTERS_IN_NAME : LETTERS
  }
  const inName = inPath >= base ? inPath : path.indexOf(word, base)
  if (inName < 0) return isWordStart(original, inPath) ? PATH_HAS_WORD : PATH_HAS
  if (inName > base) return isWordStart(original, inName) ? NAME_HAS_WORD : NAME_HAS
  const end = base + word.length
  return end === path.length || path.lastIndexOf('.') === end ? NAME_IS : NAME_BEGINS
}

/** The worst fit of all words, so that every one counts; null where one of them is not there. */
const fitOfAll = (candidate: Candidate, words: readonly string[]): number | null => {
  let worst = NAME_IS
  for (const word of words) {
    const fit = fitOf(candidate, word)
    if (fit === null) return null
    worst = Math.max(worst, fit)
  }
  return worst
}

/**
 * Paths that fit a query, the best first. Words are letters in their order: in one piece before scattered, in the
 * file's own name before in its folders, at the start of a word before inside. One pass over the list, in which paths
 * stand by length already: each kind of fit is a list of its own, of at most `limit`.
 */
export const rankFiles = (
  { names, folded, bases, letters }: Listing,
  query: string,
  limit: number,
): { files: string[]; more: boolean } => {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const wanted = lettersOf(words.join(''))
  const kinds: string[][] = Array.from({ length: LETTERS + 1 }, () => [])
  let found = 0
  for (let i = 0; i < folded.length; i += 1) {
    if (((letters[i] ?? 0) & wanted) !== wanted) continue
    const original = names[i] ?? ''
    const fit = fitOfAll({ path: folded[i] ?? '', original, base: bases[i] ?? 0 }, words)
    if (fit === null) continue
    found += 1
    const kind = kinds[fit]
    if (kind !== undefined && kind.length < limit) kind.push(original)
    // Nothing fits better than the best, and nothing that comes is shorter.
    if (found > limit && (kinds[NAME_IS]?.length ?? 0) >= limit) break
  }
  return { files: kinds.flat().slice(0, limit), more: found > limit }
}
