import { isAbsolute } from 'node:path'
import type { RuleWhat } from '@hearth/shared/session'
import { runsCode } from '../requests/risk-runs.ts'
import { isWrapper, PACKAGE_RUNNERS, programOf } from './knots.ts'
import { type Seen, type SeenCommand, staysInside } from './seen.ts'

export type CommandWhat = Extract<RuleWhat, { type: 'command' }>

/** Programs of many trades: what they do is said by their second word. */
const MANY_TRADES: ReadonlySet<string> = new Set([
  ...[
    'git',
    'npm',
    'pnpm',
    'yarn',
    'bun',
    'cargo',
    'go',
    'pip',
    'pip3',
    'uv',
    'poetry',
    'pdm',
    'hatch',
    'docker',
  ],
  ...[
    'podman',
    'gh',
    'brew',
    'apt',
    'apt-get',
    'dnf',
    'gem',
    'bundle',
    'mvn',
    'gradle',
    'dotnet',
    'deno',
    'mix',
  ],
  ...['rails', 'conda', 'nix', 'systemctl', 'kubectl', 'just', 'task', 'turbo', 'nx', 'rustup', 'corepack'],
])
/** Second words with which the third names what is run. */
const RUN_THE_REST: ReadonlySet<string> = new Set([
  ...['npm exec', 'npm x', 'npm run', 'npm run-script', 'pnpm exec', 'pnpm dlx', 'pnpm run', 'yarn exec'],
  ...['yarn dlx', 'yarn run', 'bun x', 'bun run', 'uv run', 'uv tool', 'poetry run', 'pdm run', 'hatch run'],
  ...['bundle exec', 'docker run', 'docker exec', 'docker compose', 'podman run', 'podman exec', 'conda run'],
  ...[
    'nix run',
    'nix develop',
    'nix shell',
    'deno run',
    'deno task',
    'mix run',
    'corepack npm',
    'corepack pnpm',
  ],
])

const isOption = (word: string | undefined): boolean => word === undefined || /^[-+]/.test(word)

/** Why a rule of these words may allow nothing, because nobody could tell what; null where it may. */
export const tooWide = ({ words, rest }: CommandWhat): string | null => {
  const [first = '', second, third] = words
  const program = programOf(first)
  if (isWrapper(program)) return `${program} runs another command; name that one`
  if (rest === 'nothing') return null
  if (PACKAGE_RUNNERS.has(program) && isOption(second)) return `Name what ${program} is to run`
  if (runsCode(program) && !words.slice(1).some((word) => !isOption(word)))
    return `Name the script or module that ${program} is to run`
  if (MANY_TRADES.has(program) && isOption(second)) return `Name the subcommand of ${program}`
  return RUN_THE_REST.has(`${program} ${second}`) && isOption(third) ? `Name what ${second} is to run` : null
}

/**
 * Does an allowing rule say that this command may run? Words are compared as they are, character by character. What
 * keeps every rule from a line (`knot`) has been looked at before.
 */
export const allowsCommand = (what: CommandWhat, { command, cwd }: SeenCommand, seen: Seen): boolean => {
  const texts = command.words.map(({ text }) => text)
  const rest = texts.slice(what.words.length)
  if (tooWide(what) !== null || texts.length < what.words.length) return false
  if (!what.words.every((word, index) => word === texts[index])) return false
  // A relative path means a file by where it is said; a rule says it at the worktree's top.
  const relative = what.words.filter((word) => word.includes('/') && !isAbsolute(word))
  if (relative.length > 0 && cwd !== seen.matter.worktree) return false
  if (!relative.every((word) => staysInside(word, cwd, seen))) return false
  return rest.every((word) => word !== null && mayFollow(word, what.rest, cwd, seen))
}

/** No word leads out of the worktree, options' values and parts of words (`of=/x`, `a:b`, `-I/x`) included. */
const mayFollow = (word: string, rest: CommandWhat['rest'], cwd: string, seen: Seen): boolean => {
  if (rest === 'nothing') return false
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(word)
  // `+x` is an option to some, `@x` a file of options, and an address is no place in the worktree.
  if (rest === 'operands' && (address || /^$|^[-+@]/.test(word))) return false
  return /^https?:/i.test(word) || [word, ...pieces(word)].every((piece) => fitsInside(piece, cwd, seen))
}

const pieces = (word: string): string[] =>
  word
    .replace(/^--?[a-zA-Z]+(?=[/~.])/, '')
    .split(/[=:,]/)
    .filter((piece) => piece !== '')

const fitsInside = (piece: string, cwd: string, seen: Seen): boolean =>
  !piece.startsWith('~') && staysInside(piece, cwd, seen)
