import type { CommandWhat } from './command-allow.ts'
import { type Hit, most } from './hit.ts'
import { programOf } from './knots.ts'
import type { Seen } from './seen.ts'
import { fold, type Utterance } from './spoken.ts'

/**
 * Could a line be what a denying or asking rule speaks of? Generous: the program by whatever path and case, the rule's
 * other words anywhere behind it and abbreviated as GNU programs allow, whatever follows; also behind wrappers and in
 * words that are command lines themselves. `maybe`: it can't be told, or only looks like it.
 */
export const touchesLine = ({ words }: CommandWhat, { line, spoken }: Seen): Hit => {
  if (line === null) return 'no'
  const [program = '', ...wanted] = words
  const hits = (spoken().of.get(programOf(program)) ?? []).map((said) => speaksOf(wanted, said))
  return most(...hits, spoken().doubt ? 'maybe' : 'no')
}

const speaksOf = (wanted: readonly string[], said: Utterance): Hit => {
  const known = wanted.every((word) => isThere(word, said))
  if (!known) return said.open ? 'maybe' : 'no'
  return said.sure ? 'yes' : 'maybe'
}

/** Is this word of a rule among the words, or one that means the same? */
const isThere = (wanted: string, { words, options, letters }: Utterance): boolean => {
  const sought = fold(wanted)
  if (words.has(sought)) return true
  if (sought.startsWith('--') && sought.length > 2) return options.some((word) => abbreviates(word, sought))
  return /^-[a-z0-9]{1,3}$/.test(sought) && [...sought.slice(1)].every((letter) => letters.includes(letter))
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
