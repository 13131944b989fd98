import { resolve } from 'node:path'
import { type CommandLine, readCommand, type SimpleCommand } from './command.ts'
import type { Files } from './files.ts'
import { MAX_BOUND_BYTES, MAX_BOUND_FILES, MAX_PARTS } from './limits.ts'
import { runsCode } from './risk-runs.ts'
import { WRAPPERS } from './risk-table.ts'

/** A file that is about to run, bound by its content. */
export interface BoundFile {
  path: string
  sha256: string
  size: number
}

/** The files a command would run; `unbound` are those too large or too many to hash. */
export interface Operands {
  files: BoundFile[]
  unbound: string[]
}

/** Programs that run a file which is named to them, beside those that run code anyway and those that run another program. */
const INTERPRETERS = /^(make|gmake|just|awk|gawk|mawk|nawk|sed)$/
/** Does it run another program that its words name? */
const passesOn = (name: string): boolean => WRAPPERS.has(name) || /^(sudo|doas|exec)$/.test(name)
const runsFiles = (name: string): boolean => INTERPRETERS.test(name) || runsCode(name) || passesOn(name)
/** Files that a program reads its instructions from without being told. */
const IMPLIED: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...['npm', 'pnpm', 'yarn', 'bun', 'npx'].map((name) => [name, ['package.json']] as const),
  ...['make', 'gmake'].map((name) => [name, ['GNUmakefile', 'makefile', 'Makefile']] as const),
  ['just', ['justfile', 'Justfile', '.justfile']],
])

/** A program's name; some file systems find `NODE` too. */
const baseOf = (word: string): string => word.slice(word.lastIndexOf('/') + 1).toLowerCase()

const wordsOf = (command: SimpleCommand): string[] =>
  command.words.flatMap((word) => (word.text === null ? [] : [word.text]))

/** Words up to the script: options before it may name files to load, what follows it is its data. */
const scriptWords = (words: readonly string[], isFile: (path: string) => boolean): string[] => {
  const found: string[] = []
  for (const [index, word] of words.entries()) {
    const path = word.startsWith('-') ? word.slice(word.indexOf('=') + 1) : word
    if (path === word && word.startsWith('-')) continue
    if (!isFile(path)) continue
    found.push(path)
    const mayBelongToOption = path === word && words[index - 1]?.startsWith('-') === true
    if (path === word && !mayBelongToOption) break
  }
  return found
}

/** Files that a program runs which is called with these words, as they name them. */
const namedBy = (words: readonly string[], isFile: (path: string) => boolean): string[] => {
  const name = words[0] ?? ''
  const found = name.includes('/') && isFile(name) ? [name] : []
  if (runsFiles(baseOf(name))) found.push(...scriptWords(words.slice(1), isFile))
  found.push(...(IMPLIED.get(baseOf(name)) ?? []).filter(isFile))
  return found
}

const mayRunFiles = (word: string): boolean =>
  word.includes('/') || runsFiles(baseOf(word)) || IMPLIED.has(baseOf(word))

/** Calls that a command may come to. A wrapper's options are not parsed: every later word may begin what it runs. */
const callsOf = (command: SimpleCommand): string[][] => {
  const words = wordsOf(command)
  if (!passesOn(baseOf(words[0] ?? ''))) return [words]
  const lines = words.filter((word) => /\s/.test(word)).map((word) => readCommand(word))
  const starts = [...words.keys()].filter((at) => mayRunFiles(words[at] ?? '')).slice(0, MAX_PARTS + 1)
  return [...starts.map((at) => words.slice(at)), ...lines.flatMap(({ commands }) => commands.map(wordsOf))]
}

/** Directories in which the commands of a line may run: where it starts, and where a plain `cd` leads. */
const directories = (line: CommandLine, cwd: string): string[] => {
  const dirs = [cwd]
  for (const command of line.commands) {
    const [name, target] = wordsOf(command)
    if ((name === 'cd' || name === 'pushd') && target !== undefined)
      dirs.push(resolve(dirs.at(-1) ?? cwd, target))
  }
  return [...new Set(dirs)]
}

/**
 * Finds the script files that a command line would run and binds each by its content.
 * `cwd`: real path of the working directory.
 */
export const bindOperands = (line: CommandLine, cwd: string, files: Files): Operands => {
  const operands: Operands = { files: [], unbound: [] }
  const dirs = directories(line, cwd)
  const calls = line.commands.flatMap(callsOf)
  // Each file is looked for in each directory: a line made of thousands would keep the host busy.
  if (calls.length > MAX_PARTS || dirs.length > MAX_BOUND_FILES) return { ...operands, unbound: [cwd] }
  const paths = new Set(
    calls.flatMap((words) =>
      dirs.flatMap((dir) => {
        const isFile = (path: string) => files.size(resolve(dir, path)) !== null
        // Links are not followed, so that a swapped link shows.
        return namedBy(words, isFile).map((path) => resolve(dir, path))
      }),
    ),
  )
  for (const path of paths) {
    const size = files.size(path)
    const sha256 = operands.files.length < MAX_BOUND_FILES ? files.sha256(path, MAX_BOUND_BYTES) : null
    if (size === null || sha256 === null) operands.unbound.push(path)
    else operands.files.push({ path, sha256, size })
  }
  return operands
}
