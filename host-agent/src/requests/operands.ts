import { resolve } from 'node:path'
import type { CommandLine, SimpleCommand } from './command.ts'
import type { Files } from './files.ts'
import { MAX_BOUND_BYTES, MAX_BOUND_FILES } from './limits.ts'

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

const INTERPRETERS =
  /^(node|nodejs|deno|bun|tsx|ts-node|python[\d.]*|pypy[\d.]*|ruby|perl|php|lua[\d.]*|Rscript|osascript|pwsh|powershell|sh|bash|zsh|dash|ksh|fish|source|\.|make|gmake|just|awk|gawk|sed|env|xargs|nohup|nice|time|timeout|sudo|exec|command)$/
/** Files that a program reads its instructions from without being told. */
const IMPLIED: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...['npm', 'pnpm', 'yarn', 'bun', 'npx'].map((name) => [name, ['package.json']] as const),
  ...['make', 'gmake'].map((name) => [name, ['GNUmakefile', 'makefile', 'Makefile']] as const),
  ['just', ['justfile', 'Justfile', '.justfile']],
])

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

/** Files that `command` runs, seen from `dir`, as absolute paths (links not followed, so that a swapped link shows). */
const namedBy = (command: SimpleCommand, dir: string, files: Files): string[] => {
  const words = wordsOf(command)
  const name = words[0]
  if (name === undefined) return []
  const isFile = (path: string) => files.size(resolve(dir, path)) !== null
  const base = name.split('/').at(-1) ?? name
  const found = name.includes('/') && isFile(name) ? [name] : []
  if (INTERPRETERS.test(base)) found.push(...scriptWords(words.slice(1), isFile))
  found.push(...(IMPLIED.get(base) ?? []).filter(isFile))
  return found.map((path) => resolve(dir, path))
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
  const dirs = directories(line, cwd)
  const paths = new Set(
    line.commands.flatMap((command) => dirs.flatMap((dir) => namedBy(command, dir, files))),
  )
  const operands: Operands = { files: [], unbound: [] }
  for (const path of paths) {
    const size = files.size(path)
    const sha256 = operands.files.length < MAX_BOUND_FILES ? files.sha256(path, MAX_BOUND_BYTES) : null
    if (size === null || sha256 === null) operands.unbound.push(path)
    else operands.files.push({ path, sha256, size })
  }
  return operands
}
