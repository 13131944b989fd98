import { type CommandLine, readCommand, type ShellWord } from '../requests/command.ts'
import { READERS } from '../requests/risk-table.ts'
import { mayRunItsWords, programOf } from './knots.ts'
import { MAX_SPOKEN, MAX_TOUCH_DEPTH, MAX_TOUCH_WORDS } from './limits.ts'

/** A program with words behind it, found anywhere in a line; all in the one form that loose comparing uses. */
export interface Utterance {
  readonly words: ReadonlySet<string>
  /** Words that begin with two dashes. */
  readonly options: readonly string[]
  /** The letters of short options. */
  readonly letters: string
  /** Some words are known to the shell only. */
  readonly open: boolean
  /** It runs if the line does; else it only looks like a command. */
  readonly sure: boolean
}

/** All that a line could run, by program: worked out once, whatever the number of rules. */
export interface Spoken {
  readonly of: ReadonlyMap<string, readonly Utterance[]>
  /** There may be more than was found: a program that the shell alone knows, or more words than are looked through. */
  readonly doubt: boolean
}

/** A word in the one form that loose comparing uses. */
export const fold = (word: string): string => word.normalize('NFKC').toLowerCase()

/** Finds every command of a line, also behind wrappers and in words that are command lines themselves. */
export const spokenIn = (line: CommandLine): Spoken => {
  const found = new Finder()
  for (const { words } of line.commands) found.hear(words, true, 0)
  return { of: found.of, doubt: found.doubt || line.unclear }
}

class Finder {
  readonly of = new Map<string, Utterance[]>()
  doubt = false
  #left = MAX_SPOKEN

  hear(words: readonly ShellWord[], sure: boolean, depth: number): void {
    const [name, ...rest] = words
    if (name === undefined) return
    if (name.text === null) {
      this.doubt = true
      return
    }
    const program = programOf(name.text)
    this.#add(program, rest, sure)
    const runs = mayRunItsWords(program)
    if (!runs && (depth > 0 || READERS.has(program))) return
    if (rest.length > MAX_TOUCH_WORDS || depth >= MAX_TOUCH_DEPTH) this.doubt = true
    else this.#hearWithin(rest, sure && runs, depth + 1)
  }

  /** Commands that begin at any later word, and command lines that are one word. */
  #hearWithin(words: readonly ShellWord[], sure: boolean, depth: number): void {
    for (const [index, { text }] of words.entries()) {
      if (text === null || text === '') continue
      if (this.#left <= 0) {
        this.doubt = true
        return
      }
      if (/\s/.test(text)) for (const command of linesIn(text)) this.hear(command.words, sure, depth)
      this.#add(programOf(text), words.slice(index + 1), sure)
    }
  }

  #add(program: string, rest: readonly ShellWord[], sure: boolean): void {
    this.#left -= 1
    if (this.#left < 0) {
      this.doubt = true
      return
    }
    const texts = rest.flatMap(({ text }) => (text === null ? [] : [fold(text)]))
    const said = {
      words: new Set(texts),
      options: texts.filter((text) => text.startsWith('--')),
      letters: texts.filter((text) => /^-[a-z0-9]/.test(text)).join(''),
      open: texts.length < rest.length,
      sure,
    }
    const known = this.of.get(program)
    if (known === undefined) this.of.set(program, [said])
    else known.push(said)
  }
}

/** `!git push` is how git's aliases begin, `--exec=git push` how options do. */
const linesIn = (word: string) => readCommand(word.replace(/^(--?[\w-]+=|[\w.-]+=)?!?/, '')).commands
