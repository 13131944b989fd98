import type { ShellWord } from '../requests/command.ts'
import { READERS } from '../requests/risk-table.ts'
import type { CommandWhat } from './command-allow.ts'
import { type Hit, most } from './hit.ts'
import { mayRunItsWords, programOf } from './knots.ts'
import { MAX_TOUCH_DEPTH, MAX_TOUCH_WORDS } from './limits.ts'
import type { Memo } from './memo.ts'
import type { Seen } from './seen.ts'

/**
 * Could a line be what a denying or asking rule speaks of? Generous: the program by whatever path and case, the rule's
 * other words anywhere behind it and abbreviated as GNU programs allow, whatever follows; also behind wrappers and in
 * words that are command lines themselves. `maybe`: it can't be told, or only looks like it.
 */
export const touchesLine = (what: CommandWhat, { line, memo }: Seen): Hit => {
  if (line === null) return 'no'
  const hits = line.commands.map((command) => touchesCommand(what, command.words, memo, 0))
  return most(...hits, line.unclear ? 'maybe' : 'no')
}

const touchesCommand = (what: CommandWhat, words: readonly ShellWord[], memo: Memo, depth: number): Hit => {
  const [name, ...rest] = words
  if (name === undefined) return 'no'
  if (name.text === null) return 'maybe'
  const here = speaksOf(what, name.text, rest, memo)
  const program = programOf(name.text)
  if (here === 'yes' || depth >= MAX_TOUCH_DEPTH) return here
  const runs = mayRunItsWords(program)
  if (!runs && (depth > 0 || READERS.has(program))) return here
  const inner = rest.length > MAX_TOUCH_WORDS ? 'maybe' : innerHit(what, rest, memo, depth + 1)
  // Of a program that is not known to run its words it is a likeness only.
  return most(here, runs || inner === 'no' ? inner : 'maybe')
}

/** Commands that begin at any later word, and command lines that are one word. */
const innerHit = (what: CommandWhat, words: readonly ShellWord[], memo: Memo, depth: number): Hit =>
  most(
    ...words.map((word, index): Hit => {
      if (word.text === null) return 'no'
      const inside = memo.lineIn(word.text).map(({ words: own }) => touchesCommand(what, own, memo, depth))
      return most(...inside, speaksOf(what, word.text, words.slice(index + 1), memo))
    }),
  )

const speaksOf = (what: CommandWhat, name: string, rest: readonly ShellWord[], memo: Memo): Hit => {
  const [program = '', ...wanted] = what.words
  if (programOf(program) !== programOf(name)) return 'no'
  const texts = rest.flatMap(({ text }) => (text === null ? [] : [text]))
  if (wanted.every((word) => isThere(word, texts, memo))) return 'yes'
  return rest.some(({ text }) => text === null) ? 'maybe' : 'no'
}

/** Is this word of a rule among the words, or one that means the same? */
const isThere = (wanted: string, words: readonly string[], { fold }: Memo): boolean => {
  const sought = fold(wanted)
  const found = words.map(fold)
  if (found.includes(sought)) return true
  if (sought.startsWith('--') && sought.length > 2) return found.some((word) => abbreviates(word, sought))
  if (!/^-[a-z0-9]{1,3}$/i.test(wanted)) return false
  const letters = words.filter((word) => /^-[a-z0-9]/i.test(word)).join('')
  return [...wanted.slice(1)].every((letter) => letters.includes(letter))
}

/** `--forc`, `--force=x` and `--fo=x` for `--force`; where the rule gives a value, that too. */
const abbreviates = (word: string, sought: string): boolean => {
  const [name = '', value] = split(word)
  const [wanted = '', wantedValue] = split(sought)
  if (name.length < 3 || !wanted.startsWith(name)) return false
  return wantedValue === undefined || value === undefined || value === wantedValue
}

const split = (word: string): string[] => {
  const at = word.indexOf('=')
  return at === -1 ? [word] : [word.slice(0, at), word.slice(at + 1)]
}
