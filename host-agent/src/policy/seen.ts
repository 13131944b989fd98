import type { PermissionFacts } from '@hearth/shared/session'
import { type CommandLine, readCommand, type ShellWord, type SimpleCommand } from '../requests/command.ts'
import { whereabouts } from '../requests/world.ts'
import type { Matter } from './api.ts'
import { type Ground, placeOf } from './ground.ts'
import { knot, lineKnot } from './knots.ts'
import { MAX_ALLOWED_COMMANDS } from './limits.ts'
import { followedOnce, once } from './memo.ts'
import { type Spoken, spokenIn } from './spoken.ts'
import { NO_PLACES, type WordPlaces, wordPlaces } from './word-places.ts'

/** One command of a line, with the directory in which its relative paths begin. */
export interface SeenCommand {
  readonly command: SimpleCommand
  readonly cwd: string
}

/** A request, taken apart for rules. */
export interface Seen {
  readonly matter: Matter
  readonly ground: Ground
  /** Null where the request is about no command. */
  readonly line: CommandLine | null
  readonly commands: readonly SeenCommand[]
  /** What its line could run, and touch; empty where there is none. */
  readonly spoken: () => Spoken
  readonly wordPlaces: () => WordPlaces
  /** Why no rule may allow it, in words for the record; null where one may. */
  readonly knot: string | null
}

/** Does this word, as a path, stay in the worktree and out of git's own files? */
export const staysInside = (word: string, cwd: string, { matter, ground }: Seen): boolean =>
  whereabouts(word, cwd, matter.worktree, ground.files) === 'inside'

/** Takes a request apart. */
export const look = (matter: Matter, { files, own }: Ground): Seen => {
  const { facts } = matter
  const ground = { files: followedOnce(files), own }
  const line = facts.action.type === 'command' ? readCommand(facts.action.command) : null
  const seen: Seen = {
    matter,
    ground,
    line,
    commands: [],
    spoken: once(() => (line === null ? { of: new Map(), doubt: false } : spokenIn(line))),
    wordPlaces: () => NO_PLACES,
    knot: null,
  }
  if (line === null) return { ...seen, knot: factsKnot(facts) ?? placesKnot(matter) }
  const to = destination(line)
  const cwd = to === null ? facts.cwd.path : (placeOf(to, facts.cwd.path, ground) ?? facts.cwd.path)
  const commands = line.commands.map((command, index) => ({
    command,
    cwd: index === 0 ? facts.cwd.path : cwd,
  }))
  const away = commands.slice(0, 2).some((command) => !staysInside('.', command.cwd, seen))
  const found =
    factsKnot(facts) ??
    lineKnot(line, facts.action.type === 'command' ? facts.action.command : '') ??
    (commands.length > MAX_ALLOWED_COMMANDS ? 'It has more commands than a rule may allow' : null) ??
    (away ? 'It runs outside the worktree' : null) ??
    line.commands.map((command) => knot(command, line)).find((why) => why !== null) ??
    (to === null && line.commands.length > 1 && line.commands.some(changesDirectory)
      ? 'It changes the directory on the way'
      : null)
  return { ...seen, commands, wordPlaces: once(() => wordPlaces({ ...seen, commands })), knot: found }
}

const factsKnot = ({ risk, provenance, envDelta }: PermissionFacts): string | null => {
  if (risk === 4) return 'Its risk is 4'
  if (provenance !== 'user') return 'The turn has text of others in it'
  return Object.keys(envDelta).length > 0 ? 'The agent’s environment was changed for it' : null
}

const placesKnot = ({ facts: { action }, places }: Matter): string | null => {
  if (action.type === 'mode') return 'Modes are never allowed by a rule'
  if (action.type !== 'edit' && action.type !== 'access') return null
  const named = action.type === 'edit' ? action.files.length : action.paths.length
  if (named === 0 || named !== places.length) return 'It does not say what it would touch'
  return places.includes(null) ? 'Where one of its paths leads is not known' : null
}

const CHANGERS: ReadonlySet<string | null> = new Set(['cd', 'chdir', 'pushd', 'popd'])
const textOf = (word: ShellWord | undefined): string | null => word?.text ?? null
const changesDirectory = ({ words }: SimpleCommand): boolean => CHANGERS.has(textOf(words[0]))

/** Where the rest of a line runs, if it begins with one plain `cd` on whose success all the rest depends; else null. */
const destination = ({ commands, chained }: CommandLine): string | null => {
  const [first, ...others] = commands
  const [name, to, ...more] = first?.words.map(textOf) ?? []
  const plain = name === 'cd' && typeof to === 'string' && !/^[-+~]|^$/.test(to) && more.length === 0
  return plain && chained && others.length > 0 && first?.piped === false && !others.some(changesDirectory)
    ? to
    : null
}
