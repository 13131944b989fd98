import { readCommand, type SimpleCommand } from '../requests/command.ts'
import type { Files } from '../requests/files.ts'

const remembered = <T>(work: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, T>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined || known.has(key)) return found as T
    const made = work(key)
    known.set(key, made)
    return made
  }
}

/** What is worked out once for a request, and not again for each of some hundred rules. */
export interface Memo {
  /** A word in the one form that loose comparing uses. */
  fold(word: string): string
  /** The commands of a word that is a command line; none of one that is not. */
  lineIn(word: string): readonly SimpleCommand[]
}

/** `!git push` is how git's aliases begin, `--exec=git push` how options do. */
const commandsIn = (word: string): readonly SimpleCommand[] =>
  /\s/.test(word) ? readCommand(word.replace(/^(--?[\w-]+=|[\w.-]+=)?!?/, '')).commands : []

export const createMemo = (): Memo => ({
  fold: remembered((word) => word.normalize('NFKC').toLowerCase()),
  lineIn: remembered(commandsIn),
})

/** The same files, each path followed once. */
export const followedOnce = (files: Files): Files => ({
  realpath: remembered((path) => files.realpath(path)),
  directory: (path) => files.directory(path),
  size: (path) => files.size(path),
  sha256: (path, max) => files.sha256(path, max),
})
