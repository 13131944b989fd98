import { isAbsolute } from 'node:path'
import type { Risk } from '@hearth/shared/session'
import { type CommandLine, readCommand, type ShellWord, type SimpleCommand } from './command.ts'
import { MAX_WRAPPED } from './limits.ts'
import { hasInlineCode, runsCode, setsWhatRuns } from './risk-runs.ts'
import {
  AGENT_SETTINGS,
  AUTORUN,
  CREDENTIALS,
  DELETERS,
  DESTRUCTIVE,
  type Finding,
  GIT_READERS,
  GIT_UNSAFE,
  HOST_OWN,
  NETWORK,
  READERS,
  STARTUP,
  STRAYS,
  WRAPPERS,
} from './risk-table.ts'

/** Where a path lies, from the worktree's point of view. `git`: git's own files, whose hooks and settings run programs. */
export type Whereabouts = 'inside' | 'outside' | 'git'

/** What the host knows beyond the text: the real place of a path (links followed). */
export interface RiskContext {
  where(path: string): Whereabouts
  /** The path with all links followed; null where nothing can be said. */
  real?(path: string): string | null
}

export interface Assessment {
  risk: Risk
  /** The host's reasons, gravest first; never text of the agent. */
  reasons: string[]
}

const nameOf = (word: ShellWord | undefined): string | null =>
  // Some file systems find `RM` too.
  word?.text?.split('/').at(-1)?.toLowerCase() ?? null

/** Highest class of all findings with the reasons that carry it, then the others. */
export const assess = (findings: readonly Finding[], floor: Finding): Assessment => {
  const all = [...findings, floor].sort((a, b) => b.risk - a.risk)
  const risk = all[0]?.risk ?? floor.risk
  const kept = all.filter((finding) => finding !== floor || finding.risk === risk)
  return { risk, reasons: [...new Set(kept.map(({ reason }) => reason))] }
}

/** `deletes`: what is there is changed or deleted by a command; `edits`: it is changed, and the change is shown. */
const pathFinding = (
  path: string,
  context: RiskContext,
  deletes: boolean,
  edits: boolean = deletes,
): Finding[] => {
  const found: Finding[] = []
  const real = context.real?.(path) ?? path
  const changes = (pattern: RegExp) => edits && (pattern.test(path) || pattern.test(real))
  if (changes(AGENT_SETTINGS))
    found.push({ risk: 4, reason: 'Changes an agent’s settings, which can let it act without asking' })
  if (changes(AUTORUN))
    found.push({ risk: 3, reason: 'Changes a file that editors, shells or git may run by themselves' })
  if (CREDENTIALS.test(path) || CREDENTIALS.test(real))
    found.push({ risk: 4, reason: 'Touches a file that usually holds credentials' })
  if (HOST_OWN.test(path) || HOST_OWN.test(real)) found.push(REACHES_HOST)
  const where = context.where(path)
  if (where === 'outside' && STARTUP.test(real))
    found.push({ risk: 4, reason: 'Touches a file that runs programs by itself' })
  if (where === 'git') found.push({ risk: 4, reason: 'Touches git’s own files, which can run programs' })
  if (where === 'outside') {
    found.push(
      deletes
        ? { risk: 4, reason: 'Changes or deletes outside the worktree' }
        : { risk: 3, reason: 'Reaches outside the worktree' },
    )
  }
  return found
}

const REACHES_HOST: Finding = { risk: 4, reason: 'Reaches what belongs to Hearth itself' }

const looksLikePath = (word: string): boolean => /^[/~.]|\//.test(word)

/** An address for the network; `x:/../..` is a path like any other. */
const isAddress = (word: string): boolean =>
  /^[a-z][a-z\d+.-]*:\/\//i.test(word) && !/(^|\/)\.\.(\/|$)/.test(word)

/** `wrapped`: a wrapper stands before it, whose look at every later word is enough. */
const commandFindings = (command: SimpleCommand, context: RiskContext, wrapped = false): Finding[] => {
  const found: Finding[] = command.sets.some(setsWhatRuns) ? [SETS] : []
  if (command.words.length === 0) return found
  const name = nameOf(command.words[0])
  if (name === null) return [...found, { risk: 4, reason: 'Which program runs is known to the shell only' }]
  const rest = command.words.slice(1)
  const danger = DESTRUCTIVE.get(name)?.(rest.map((word) => word.text))
  if (danger != null) found.push({ risk: 4, reason: danger })
  if (name.startsWith('mkfs')) found.push({ risk: 4, reason: 'Writes to disks or file systems directly' })
  if (runsCode(name)) found.push(...codeFindings(name, command, rest))
  if (SETTERS.has(name) && rest.some((word) => setsWhatRuns(word.text ?? word.source))) found.push(SETS)
  if (NETWORK.has(name)) found.push({ risk: 3, reason: 'Uses the network' })
  if (WRAPPERS.has(name) && !wrapped) {
    const there = rest.some(({ text }) => text !== null && /^(-C|--ch)/.test(text)) ? away(context) : context
    const words = FEEDERS.has(name) ? [...rest, UNSEEN] : rest
    found.push(...wrappedFindings({ ...command, words }, there))
  }
  const deletes =
    DELETERS.has(name) || (name === 'sed' && rest.some(({ text }) => /^(-[a-zA-Z]*i|--in)/.test(text ?? '')))
  found.push(...operandFindings(rest, context, deletes))
  return found
}

const UNTOLD: Finding = { risk: 4, reason: 'The host can’t tell what this command does' }
const SETS: Finding = { risk: 4, reason: 'Sets what other programs run or load' }
/** Commands whose words may set variables for others. */
const SETTERS: ReadonlySet<string> = new Set([...WRAPPERS, 'export', 'declare', 'typeset', 'readonly', 'set'])

/** What a program that runs code is given to run, where it is not a file of which the host can see the name. */
const codeFindings = (name: string, { piped, fed }: SimpleCommand, rest: readonly ShellWord[]): Finding[] => {
  if (piped) return [{ risk: 4, reason: 'Runs what another command puts out' }]
  const script = rest.find(({ text }) => text === null || !text.startsWith('-'))
  if (
    hasInlineCode(
      name,
      rest.map(({ text }) => text),
    )
  )
    return [{ risk: 4, reason: 'Runs code that the host can’t judge' }]
  if (script?.text === null) return [{ risk: 4, reason: 'What it runs is known to the shell only' }]
  return fed && script === undefined ? [{ risk: 4, reason: 'Runs code that the host can’t judge' }] : []
}

/** Wrappers that add words of their own to the command. */
const FEEDERS: ReadonlySet<string> = new Set(['xargs', 'parallel'])
const UNSEEN: ShellWord = { text: null, source: '' }

/**
 * A wrapper's options are not parsed: every later word is taken for the start of a command once, and a word with
 * spaces for a command line.
 */
const wrappedFindings = (command: SimpleCommand, context: RiskContext): Finding[] => {
  const { words } = command
  const lines = words.flatMap(({ text }) => (text !== null && /\s/.test(text) ? [text] : []))
  const starts = [...words.keys()].filter((at) => {
    const inner = nameOf(words[at])
    return inner !== null && (DESTRUCTIVE.has(inner) || DELETERS.has(inner) || runsCode(inner))
  })
  // Each is judged with all words behind it: a line made of thousands would keep the host busy.
  if (starts.length > MAX_WRAPPED) return [UNTOLD]
  return [
    ...lines.flatMap((line) => lineFindings(readCommand(line), context)),
    ...starts.flatMap((at) =>
      commandFindings({ ...command, words: words.slice(at), sets: [] }, context, true),
    ),
  ]
}

const operandFindings = (words: readonly ShellWord[], context: RiskContext, deletes: boolean): Finding[] =>
  words.flatMap((word): Finding[] => {
    // `{}` is filled in by whatever runs the command.
    if (word.text === null || (deletes && word.text.includes('{}'))) {
      const source = word.text ?? word.source
      const found: Finding[] = CREDENTIALS.test(source)
        ? [{ risk: 4, reason: 'Touches a file that usually holds credentials' }]
        : []
      if (HOST_OWN.test(source)) found.push(REACHES_HOST)
      return deletes
        ? [...found, { risk: 4, reason: 'What is changed or deleted is known to the shell only' }]
        : found
    }
    const value = word.text.startsWith('-') ? (word.text.split('=')[1] ?? '') : word.text
    if (CREDENTIALS.test(word.text) || HOST_OWN.test(word.text))
      return pathFinding(word.text, context, deletes)
    // A plain word may be a link that leads to somewhere else.
    const isPath = deletes || context.real?.(value) != null || looksLikePath(value)
    return value !== '' && isPath && (deletes || !isAddress(value))
      ? pathFinding(value, context, deletes)
      : []
  })

/** Is this exactly one command that only reads, in the worktree? */
const onlyReads = (line: CommandLine, context: RiskContext): boolean => {
  const [name, ...rest] = line.argv ?? []
  if (name === undefined || line.writes.length > 0) return false
  if (name === 'git') {
    const [sub, ...options] = rest
    if (sub === undefined || !GIT_READERS.has(sub) || options.some((word) => GIT_UNSAFE.test(word)))
      return false
  } else if (!READERS.has(name) || rest.some((word) => STRAYS.get(name)?.test(word) === true)) return false
  return rest.every((word) => {
    if (CREDENTIALS.test(word) || /^-[^=]*\//.test(word)) return false
    return context.where(word.replace(/^-[^=]*=?/, '')) === 'inside'
  })
}

/** After the directory was changed to somewhere else, what a relative path means is not known. */
const away = (context: RiskContext): RiskContext => ({
  where: (path) => (isAbsolute(path) ? context.where(path) : 'outside'),
  real: (path) => (isAbsolute(path) ? (context.real?.(path) ?? null) : null),
})

const CHANGERS: ReadonlySet<string> = new Set(['cd', 'chdir', 'pushd', 'popd'])

/** Does a command of this line go to a directory that is not for certain inside the worktree? */
const leaves = (line: CommandLine, context: RiskContext): boolean =>
  line.commands.some(({ words }) => {
    if (!CHANGERS.has(nameOf(words[0]) ?? '')) return false
    const to = words.slice(1).find(({ text }) => text === null || text === '-' || !text.startsWith('-'))
    return to === undefined || to.text === null || to.text === '-' || context.where(to.text) !== 'inside'
  })

const lineFindings = (line: CommandLine, around: RiskContext): Finding[] => {
  const context = leaves(line, around) ? away(around) : around
  const found = line.commands.flatMap((command) => commandFindings(command, context))
  for (const target of line.writes) {
    if (target.text === '/dev/null') continue
    if (target.text === null) found.push({ risk: 4, reason: 'Writes to a place known to the shell only' })
    else found.push(...pathFinding(target.text, context, true))
  }
  for (const { text } of line.reads) if (text !== null) found.push(...pathFinding(text, context, false))
  if (line.unclear) found.push(UNTOLD)
  return found
}

/** Judges a command line from its words and the places they name. */
export const assessCommand = (line: CommandLine, context: RiskContext): Assessment => {
  if (!line.unclear && onlyReads(line, context))
    return { risk: 1, reasons: ['Only reads, inside the worktree'] }
  return assess(lineFindings(line, context), { risk: 3, reason: 'Runs a command' })
}

/**
 * Judges changes to files. `unseen`: what would change in one of them is not told. `replaces`: one that is told as new
 * is there already.
 */
export const assessEdit = (
  paths: readonly string[],
  context: RiskContext,
  { unseen = false, replaces = false } = {},
): Assessment => {
  const found = paths.flatMap((path) => pathFinding(path, context, false, true))
  if (unseen) found.push({ risk: 3, reason: 'The host was not told what changes' })
  if (replaces) found.push({ risk: 3, reason: 'Replaces a file without showing what it holds now' })
  return assess(found, { risk: 2, reason: 'Changes files in the worktree' })
}

/** Judges reaching for paths, whatever is done there. */
export const assessAccess = (paths: readonly string[], context: RiskContext): Assessment =>
  assess(
    paths.flatMap((path) => pathFinding(path, context, false)),
    { risk: 2, reason: 'Uses paths in the worktree' },
  )

const LOCAL_HOST =
  /^(localhost|.*\.localhost|.*\.local|.*\.internal|0\.0\.0\.0|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|169\.254\.\d+\.\d+|\[(::1?|f[cde].*|::ffff:.*)\])$/

/** Judges fetching an address. */
export const assessFetch = (address: string): Assessment => {
  const url = URL.canParse(address) ? new URL(address) : null
  const found: Finding[] = []
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    found.push({ risk: 4, reason: 'Not a web address' })
  } else if (LOCAL_HOST.test(url.hostname)) {
    found.push({ risk: 4, reason: 'Reaches this machine or its own network' })
  } else if (url.username !== '' || url.password !== '') {
    found.push({ risk: 4, reason: 'Carries credentials in the address' })
  }
  return assess(found, { risk: 3, reason: 'Uses the network' })
}
