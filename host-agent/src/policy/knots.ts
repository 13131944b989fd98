import type { CommandLine, Construct, SimpleCommand } from '../requests/command.ts'
import { hasInlineCode, runsCode } from '../requests/risk-runs.ts'
import { WRAPPERS } from '../requests/risk-table.ts'

/** A program's name as file systems may find it: without its folders, in lower case, composed. */
export const programOf = (word: string): string =>
  (word.split(/[/\\]/).at(-1) ?? word)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\.(exe|cmd|bat)$/, '')

/** Wrappers that a rule may name together with the one program that they run. */
export const PACKAGE_RUNNERS: ReadonlySet<string> = new Set(['npx', 'pnpx', 'bunx', 'uvx'])

const HANDS: ReadonlySet<string> = new Set([
  ...[
    'sudo',
    'doas',
    'su',
    'pkexec',
    'runuser',
    'exec',
    'eval',
    'trap',
    'ssh',
    'sem',
    'rush',
    'chronic',
    'ts',
  ],
  ...['setarch', 'linux32', 'linux64', 'winpty', 'wsl', 'toolbox', 'distrobox', 'gtime', 'tmux', 'screen'],
])

/** Is this program there to run another, which its words name? */
export const isWrapper = (program: string): boolean =>
  (WRAPPERS.has(program) && !PACKAGE_RUNNERS.has(program)) || HANDS.has(program)

const FINDERS: ReadonlySet<string> = new Set(['find', 'fd', 'fdfind'])

/** Can the words of this program be a command of their own? */
export const mayRunItsWords = (program: string): boolean =>
  isWrapper(program) || PACKAGE_RUNNERS.has(program) || FINDERS.has(program) || runsCode(program)

/** Programs that only pass on what comes in: the one thing that a pipe may lead into. */
const FILTERS: ReadonlySet<string> = new Set([
  ...[
    'cat',
    'head',
    'tail',
    'wc',
    'grep',
    'egrep',
    'fgrep',
    'sort',
    'uniq',
    'cut',
    'tr',
    'nl',
    'column',
    'fold',
  ],
  ...['rev', 'tac', 'jq'],
])

/** Builtins that change what later commands of the line mean. */
const CHANGE_THE_SHELL: ReadonlySet<string> = new Set([
  ...[
    'set',
    'shopt',
    'setopt',
    'unsetopt',
    'unset',
    'export',
    'declare',
    'typeset',
    'local',
    'readonly',
    'alias',
  ],
  ...[
    'unalias',
    'hash',
    'rehash',
    'source',
    '.',
    'read',
    'enable',
    'disable',
    'autoload',
    'zmodload',
    'umask',
    'env',
  ],
])

const CONSTRUCTS: Readonly<Record<Construct, string>> = {
  background: 'It starts something in the background',
  compound: 'It is more than a list of commands',
  function: 'It defines a function',
  input: 'It reads from a file or text of the line',
  output: 'It writes to a file',
  shell: 'It gives a script to a shell',
}

/** Blanks of other kinds, and characters without a shape: shells differ over them, and nobody can see them. */
const UNSEEN = /[\p{White_Space}\p{Cc}\p{Cf}]/u

/** Why no rule may allow a line, whatever its commands are; null where one may. */
export const lineKnot = (line: CommandLine, source: string): string | null => {
  if (line.unclear || line.commands.length === 0) return 'The host can’t tell what this command does'
  if (UNSEEN.test(source.replaceAll(/[ \t\n]/g, ''))) return 'It has characters that can’t be seen'
  const [construct] = line.constructs
  return construct === undefined ? null : CONSTRUCTS[construct]
}

/** Why no rule may allow a line that has this command in it; null where one may. */
export const knot = ({ words, sets, piped, fed }: SimpleCommand, line: CommandLine): string | null => {
  if (sets.length > 0) return 'It sets variables'
  const texts = words.map(({ text }) => text)
  const [name] = texts
  if (name === undefined || name === null || texts.includes(null))
    return 'Words in it are known to the shell only'
  const program = programOf(name)
  if (isWrapper(program)) return 'It runs another command'
  if (runsCode(program) && hasInlineCode(program, texts.slice(1))) return 'It brings its own code along'
  if (piped && (!FILTERS.has(program) || texts.some((text) => text?.startsWith('--files0') === true)))
    return 'What it does depends on what another command puts out'
  if (fed) return CONSTRUCTS.input
  return CHANGE_THE_SHELL.has(program) && line.commands.length > 1
    ? 'It changes what later commands mean'
    : null
}
