import { type Command, forEachChild, parse, type Redirect, type SyntaxNode, type Word } from 'unbash'
import { MAX_PARSED_COMMAND, MAX_SHELL_DEPTH } from './limits.ts'

/** A word of a command; `text` is null where only the shell will know it (variables, globs, substitutions). */
export type ShellWord = { text: string } | { text: null; source: string }

/** One simple command found anywhere in a command line. `words` is empty where only variables are set. */
export interface SimpleCommand {
  /** As written. */
  source: string
  words: ShellWord[]
  /** Its standard input is another's output. */
  piped: boolean
  /** Its standard input is a file or a text of the line itself. */
  fed: boolean
  /** What is set for it, as written: `NAME=value`. */
  sets: string[]
}

/**
 * What makes a line more than a list of plain commands: `background` jobs, `compound` statements and negations,
 * `function` definitions, redirected `input` and `output` (descriptors and /dev/null apart), a `shell` given a script.
 */
export type Construct = 'background' | 'compound' | 'function' | 'input' | 'output' | 'shell'

/** A command line as far as it can be known without running it. */
export interface CommandLine {
  /** The exact words, if the line is one simple command of plain words; else null. */
  argv: string[] | null
  /** Every simple command in it, those inside substitutions and `sh -c` included. */
  commands: SimpleCommand[]
  /** Files that redirections write to, as far as they are known. */
  writes: ShellWord[]
  /** Files that redirections read, as far as they are known. */
  reads: ShellWord[]
  /** What it has beyond plain commands; empty where the commands in their order say it all. */
  constructs: Set<Construct>
  /** It is one list joined by `&&` alone: each command runs only where those before it went well. */
  chained: boolean
  /** The parser could not make sense of all of it. */
  unclear: boolean
}

/** Shells whose scripts read like bash's. */
const SHELLS = /^(r?bash|sh|r?zsh|dash|ash|ksh(93)?|[ml]ksh|pdksh|oksh|yash|posh|osh|fish)$/
/** fish runs what is glued to `-c` and what follows `-C`, beside the script itself. */
const MORE_FOR_FISH = /^(-[a-zA-Z]*(C|c.)|--(c|ini))/s
const INPUT_ONLY: ReadonlySet<string> = new Set(['<', '<&'])
/** Constructs by the parser's name for them. */
const CONSTRUCTS: Readonly<Partial<Record<SyntaxNode['type'], Construct>>> = {
  If: 'compound',
  For: 'compound',
  ArithmeticFor: 'compound',
  Select: 'compound',
  While: 'compound',
  Case: 'compound',
  Subshell: 'compound',
  BraceGroup: 'compound',
  TestCommand: 'compound',
  ArithmeticCommand: 'compound',
  Redirected: 'compound',
  Negation: 'compound',
  Time: 'compound',
  Function: 'function',
  Coproc: 'background',
  HereDoc: 'input',
  HereString: 'input',
}

/** Has this word the same value whatever the shell's variables and files are? */
const isPlain = (word: Word): boolean => {
  if (word.text.startsWith('~') || word.text.startsWith('=')) return false
  return (word.parts ?? []).every((part) => {
    if (part.type === 'DoubleQuoted') return part.parts.every((inner) => inner.type === 'Literal')
    return part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted'
  })
}

const shellWord = (word: Word): ShellWord =>
  isPlain(word) ? { text: word.value } : { text: null, source: word.text }

const commandWords = (command: Command): ShellWord[] => {
  if (command.name === undefined) return []
  const rest = command.suffix.flatMap((part) => {
    if (part.type === 'Word') return [shellWord(part)]
    return part.type === 'Assignment' ? [{ text: null, source: part.text } as const] : []
  })
  return [shellWord(command.name), ...rest]
}

const exactWords = (command: Command): string[] | null => {
  if (command.prefix.length > 0 || command.suffix.some((part) => part.type !== 'Word')) return null
  const words = commandWords(command).map((word) => word.text)
  return words.length > 0 && words.every((word) => word !== null) ? words : null
}

const isShell = ({ text }: ShellWord): boolean =>
  text !== null && SHELLS.test(text.split('/').at(-1)?.toLowerCase() ?? '')

/**
 * What may be the script, from the word with `-c` on: options stand between, and some take a word each
 * (`-c -o errexit …`). Rather one word too many.
 */
const scriptsBehind = (words: readonly ShellWord[]): (string | null)[] => {
  const found: (string | null)[] = []
  let taken = 0
  for (const { text } of words) {
    if (text !== null && /^[-+]/.test(text)) taken += text.match(/o/gi)?.length ?? 0
    else {
      found.push(text)
      if (found.length > taken) break
    }
  }
  return found
}

/** What shells anywhere in a command are given to run; null for what only the shell will know. */
const scriptsOf = (words: readonly ShellWord[]): (string | null)[] => {
  const found: (string | null)[] = []
  let option: number | null = null
  let more = false
  // From the end, so that of two shells the one that stands nearer to the script speaks for it.
  for (let at = words.length - 1; at >= 0; at--) {
    const word = words[at]
    const text = word?.text ?? ''
    if (/^-[a-zA-Z]*c[a-zA-Z]*$/.test(text)) option = at
    more ||= MORE_FOR_FISH.test(text)
    if (word === undefined || !isShell(word)) continue
    if (more && /fish$/i.test(text)) found.unshift(null)
    else if (option !== null) found.unshift(...scriptsBehind(words.slice(option)))
    option = null
  }
  return found
}

/** Reads a shell command line (bash's grammar). Never throws; what is not understood is said to be `unclear`. */
export const readCommand = (source: string, depth = 0): CommandLine => {
  const line: CommandLine = {
    argv: null,
    commands: [],
    writes: [],
    reads: [],
    constructs: new Set(),
    chained: false,
    unclear: false,
  }
  if (source.length > MAX_PARSED_COMMAND || source.includes('\0')) return { ...line, unclear: true }
  try {
    walk(line, source, depth)
  } catch {
    // A parser that gives up is a line that nobody has understood.
    line.unclear = true
  }
  return line
}

const walk = (line: CommandLine, source: string, depth: number): void => {
  const script = parse(source)
  line.unclear = (script.errors ?? []).length > 0 || script.commands.length === 0
  const only = script.commands.length === 1 ? script.commands[0] : undefined
  if (!line.unclear && only?.command.type === 'Command' && only.background !== true) {
    line.argv = exactWords(only.command)
  }
  line.chained = only !== undefined && isChain(only.command)
  visit(line, script, { depth, source }, false)
}

const isChain = (node: SyntaxNode): boolean =>
  node.type !== 'AndOr' || node.operators.every((operator) => operator === '&&')

/** The text that is walked, and how deep in `sh -c` it is. */
interface Walk {
  source: string
  depth: number
}

const visit = (line: CommandLine, node: SyntaxNode, around: Walk, piped: boolean): void => {
  // What stands in backticks with escapes is counted in a text of its own.
  const at = node.type === 'Script' && node.source !== undefined ? { ...around, source: node.source } : around
  const construct = CONSTRUCTS[node.type]
  if (construct !== undefined) line.constructs.add(construct)
  if (node.type === 'Statement' && node.background === true) line.constructs.add('background')
  if (node.type === 'Command') addCommand(line, node, at, piped)
  if (node.type === 'Redirect') addRedirect(line, node)
  if (node.type === 'Pipeline') {
    if (node.prefixes.length > 0) line.constructs.add('compound')
    node.commands.forEach((command, index) => {
      visit(line, command, at, piped || index > 0)
    })
    return
  }
  forEachChild(node, (child) => {
    visit(line, child, at, piped)
  })
}

/** zsh takes a parenthesis behind a word for a qualifier, which can run commands; bash mostly refuses it. */
const isOdd = (word: Word, source: string): boolean => {
  const parenthesis = /[ \t]*\(/y
  parenthesis.lastIndex = word.end
  return parenthesis.test(source) || (word.parts ?? []).some(({ type }) => type === 'ExtendedGlob')
}

const addCommand = (line: CommandLine, command: Command, at: Walk, piped: boolean): void => {
  const { depth, source } = at
  const named = command.name === undefined ? [] : [command.name]
  const typed = [...named, ...command.suffix.flatMap((part) => (part.type === 'Word' ? [part] : []))]
  if (typed.some((word) => isOdd(word, source))) {
    line.unclear = true
    line.argv = null
  }
  const words = commandWords(command)
  const sets = command.prefix.flatMap((part) => (part.type === 'Assignment' ? [part.text] : []))
  if (words.length === 0 && sets.length === 0) return
  const fed = command.redirects.some(({ operator }) => operator.startsWith('<') && operator !== '<>')
  line.commands.push({ source: source.slice(command.pos, command.end), words, piped, fed, sets })
  for (const script of scriptsOf(words)) addScript(line, script, depth)
}

const addScript = (line: CommandLine, script: string | null, depth: number): void => {
  line.constructs.add('shell')
  if (script === null || depth >= MAX_SHELL_DEPTH) {
    line.unclear = true
    return
  }
  const inner = readCommand(script, depth + 1)
  line.commands.push(...inner.commands)
  line.writes.push(...inner.writes)
  line.reads.push(...inner.reads)
  for (const construct of inner.constructs) line.constructs.add(construct)
  line.unclear ||= inner.unclear
}

const addRedirect = (line: CommandLine, redirect: Redirect): void => {
  const { operator, target } = redirect
  const input = INPUT_ONLY.has(operator)
  if (target === undefined) {
    line.constructs.add(input ? 'input' : 'output')
    return
  }
  // `>& 1`, `<& 3` and `>& -` move descriptors; with a name they open a file.
  const moves = (operator === '>&' || operator === '<&') && /^(\d+-?|-)$/.test(target.text)
  if (moves) return
  const word = shellWord(target)
  if (input) line.reads.push(word)
  else line.writes.push(word)
  const idle = !input && word.text === '/dev/null' && redirect.descriptor?.type !== 'FileDescriptorVariable'
  if (!idle) line.constructs.add(input ? 'input' : 'output')
}
