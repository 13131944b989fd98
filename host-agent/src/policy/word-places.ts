import { resolve } from 'node:path'
import type { ShellWord } from '../requests/command.ts'
import { placeOf } from './ground.ts'
import { MAX_WORD_PLACES } from './limits.ts'
import type { Seen } from './seen.ts'

/** Where the words of a command line lead, as real paths and as they are named. */
export interface WordPlaces {
  /** What its redirections write, and read. */
  readonly writes: ReadonlySet<string>
  readonly reads: ReadonlySet<string>
  /** What any other word would be, if it is a path. */
  readonly words: ReadonlySet<string>
  /** There may be others: words that the shell alone knows, or more than are followed. */
  readonly doubt: boolean
}

const NONE: ReadonlySet<string> = new Set()
export const NO_PLACES: WordPlaces = { writes: NONE, reads: NONE, words: NONE, doubt: false }

/** Directories in which the commands of a line run, as far as can be told. */
const directoriesOf = ({ matter, commands }: Pick<Seen, 'matter' | 'commands'>): string[] => [
  ...new Set([matter.facts.cwd.path, ...commands.map(({ cwd }) => cwd)]),
]

/** Follows each word of a line once, from every directory in which its commands may run. */
export const wordPlaces = (seen: Omit<Seen, 'wordPlaces'>): WordPlaces => {
  const { line, commands, ground } = seen
  if (line === null) return NO_PLACES
  let doubt = line.unclear
  const follow = (words: readonly ShellWord[], directories: readonly string[]): Set<string> => {
    const places = new Set<string>()
    for (const { text } of words) {
      if (text === null || places.size >= MAX_WORD_PLACES) doubt = true
      else {
        const path = text.replace(/^--?[\w-]+=/, '')
        for (const cwd of directories) {
          const named = resolve(cwd, path)
          places.add(named).add(placeOf(path, cwd, ground) ?? named)
        }
      }
    }
    return places
  }
  const directories = directoriesOf(seen)
  const named = commands.flatMap(({ command }) => command.words.slice(1))
  const writes = follow(line.writes, directories)
  const reads = follow(line.reads, directories)
  const words = follow(named, directories)
  return { writes, reads, words, doubt }
}
