import type { Risk } from '@hearth/shared/session'
import type { CommandLine, ShellWord, SimpleCommand } from './command.ts'
import {
  CREDENTIALS,
  DELETERS,
  DESTRUCTIVE,
  type Finding,
  GIT_READERS,
  GIT_UNSAFE,
  NETWORK,
  READERS,
  STDIN_RUNNERS,
  WRAPPERS,
} from './risk-table.ts'

/** Where a path lies, from the worktree's point of view. `git`: git's own files, whose hooks and settings run programs. */
export type Whereabouts = 'inside' | 'outside' | 'git'

/** What the host knows beyond the text: the real place of a path (links followed). */
export interface RiskContext {
  where(path: string): Whereabouts
}

export interface Assessment {
  risk: Risk
  /** The host's reasons, gravest first; never text of the agent. */
  reasons: string[]
}

const nameOf = (word: ShellWord | undefined): string | null => word?.text?.split('/').at(-1) ?? null

/** Highest class of all findings with the reasons that carry it, then the others. */
export const assess = (findings: readonly Finding[], floor: Finding): Assessment => {
  const all = [...findings, floor].sort((a, b) => b.risk - a.risk)
  const risk = all[0]?.risk ?? floor.risk
  const kept = all.filter((finding) => finding !== floor || finding.risk === risk)
  return { risk, reasons: [...new Set(kept.map(({ reason }) => reason))] }
}

const pathFinding = (path: string, context: RiskContext, deletes: boolean): Finding[] => {
  const found: Finding[] = []
  if (CREDENTIALS.test(path)) found.push({ risk: 4, reason: 'Touches a file that usually holds credentials' })
  const where = context.where(path)
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

const looksLikePath = (word: string): boolean => /^[/~.]|\//.test(word)

const commandFindings = (command: SimpleCommand, context: RiskContext): Finding[] => {
  const name = nameOf(command.words[0])
  if (name === null) return [{ risk: 4, reason: 'Which program runs is known to the shell only' }]
  const rest = command.words.slice(1)
  const found: Finding[] = []
  const danger = DESTRUCTIVE.get(name)?.(rest.map((word) => word.text))
  if (danger != null) found.push({ risk: 4, reason: danger })
  if (name.startsWith('mkfs')) found.push({ risk: 4, reason: 'Writes to disks or file systems directly' })
  if (command.piped && STDIN_RUNNERS.has(name)) {
    found.push({ risk: 4, reason: 'Runs what another command puts out' })
  }
  if (NETWORK.has(name)) found.push({ risk: 3, reason: 'Uses the network' })
  if (WRAPPERS.has(name))
    found.push(...wrappedFindings(FEEDERS.has(name) ? [...rest, UNSEEN] : rest, context))
  found.push(...operandFindings(rest, context, DELETERS.has(name)))
  return found
}

/** Wrappers that add words of their own to the command. */
const FEEDERS: ReadonlySet<string> = new Set(['xargs', 'parallel'])
const UNSEEN: ShellWord = { text: null, source: '' }

/** A wrapper's options are not parsed: every later word is taken for the start of a command once. */
const wrappedFindings = (words: readonly ShellWord[], context: RiskContext): Finding[] =>
  words.flatMap((_, index) => {
    const inner = nameOf(words[index])
    const judged =
      inner !== null && (DESTRUCTIVE.has(inner) || DELETERS.has(inner) || STDIN_RUNNERS.has(inner))
    return judged ? commandFindings({ words: words.slice(index), piped: false }, context) : []
  })

const operandFindings = (words: readonly ShellWord[], context: RiskContext, deletes: boolean): Finding[] =>
  words.flatMap((word): Finding[] => {
    if (word.text === null) {
      const found: Finding[] = CREDENTIALS.test(word.source)
        ? [{ risk: 4, reason: 'Touches a file that usually holds credentials' }]
        : []
      return deletes
        ? [...found, { risk: 4, reason: 'What is changed or deleted is known to the shell only' }]
        : found
    }
    const value = word.text.startsWith('-') ? (word.text.split('=')[1] ?? '') : word.text
    if (CREDENTIALS.test(word.text)) return pathFinding(word.text, context, deletes)
    return value !== '' && (deletes || looksLikePath(value)) && !URL.canParse(value)
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
  } else if (!READERS.has(name)) return false
  return rest.every((word) => {
    if (CREDENTIALS.test(word) || /^-[^=]*\//.test(word)) return false
    return context.where(word.replace(/^-[^=]*=?/, '')) === 'inside'
  })
}

/** Judges a command line from its words and the places they name. */
export const assessCommand = (line: CommandLine, context: RiskContext): Assessment => {
  if (!line.unclear && onlyReads(line, context))
    return { risk: 1, reasons: ['Only reads, inside the worktree'] }
  const found = line.commands.flatMap((command) => commandFindings(command, context))
  for (const target of line.writes) {
    if (target.text === '/dev/null') continue
    if (target.text === null) found.push({ risk: 4, reason: 'Writes to a place known to the shell only' })
    else found.push(...pathFinding(target.text, context, true))
  }
  if (line.unclear) found.push({ risk: 4, reason: 'The host can’t tell what this command does' })
  return assess(found, { risk: 3, reason: 'Runs a command' })
}

/** Judges changes to files. */
export const assessEdit = (paths: readonly string[], context: RiskContext): Assessment => {
  const found = paths.flatMap((path) => pathFinding(path, context, false))
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
