import { SESSION_LIMITS } from './limits.ts'

export const MAX_QUERY: number = SESSION_LIMITS.queryText.value
export const MAX_QUERY_WORDS: number = SESSION_LIMITS.queryWords.value

/** Where something stands in a text, in UTF-16 units; `end` is behind it. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A line of a text; the find is `text.slice(from, to)`. */
export interface Line {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** Looks for words in texts. A text has them when each stands somewhere in it, in whatever order. */
export interface Finder {
  /** The folded words, none inside another's beginning. */
  readonly words: readonly string[]
  /** Does the text have all words? */
  isIn(text: string): boolean
  /** Where any of the words stand, in order, at most `most`; those that overlap are one. */
  ranges(text: string, most: number): Range[]
  /** The line with the first find, cut to `length` units around it. Empty where there is none. */
  line(text: string, length: number): Line
}

const MARKS = /\p{M}+/gu

/**
 * Runs of characters that may fold to something else than their lower case: all but ASCII, Latin-1's signs, dashes,
 * quotes, boxes, ideographs and pictures, which neither come apart nor mark another character.
 */
const FOLDING = /[^\0-\xbf\u2002-\u205e\u2190-\u2199\u2500-\u2adb\u4e00-\u9fff\u{1f000}-\u{1faff}]+/gu

/**
 * A text as it is compared: without case, accents and marks. The folded whole is the sum of its folded characters, so
 * that finding in pieces finds the same.
 */
export const folded = (text: string): string =>
  text
    .replace(FOLDING, (run) => run.normalize('NFD').replace(MARKS, ''))
    .toLowerCase()
    .replaceAll('ς', 'σ')

/** ASCII folds unit by unit; nothing else is known to. */
const isPlain = (text: string): boolean => !/[^\0-\x7f]/.test(text)

/** The words of a query, folded: parted by spaces; between double quotes a space is part of the word. */
export const queryWords = (query: string): string[] => {
  const found = query.slice(0, MAX_QUERY).matchAll(/"([^"]+)"?|([^\s"]+)/g)
  const words = [...found].map(([, quoted, plain]) => folded(quoted ?? plain ?? '').trim())
  return [...new Set(words.filter((word) => word !== ''))].slice(0, MAX_QUERY_WORDS)
}

/** A finder for a query; null where that has no words. */
export const createFinder = (query: string): Finder | null => {
  const words = queryWords(query)
  if (words.length === 0) return null
  const isIn = (text: string): boolean => {
    const plain = folded(text)
    return words.every((word) => plain.includes(word))
  }
  const ranges = (text: string, most: number): Range[] => {
    const { plain, at } = mapped(text)
    const found: Range[] = []
    for (const word of words) {
      let from = plain.indexOf(word)
      for (let count = 0; from >= 0 && count < most; count += 1) {
        found.push({ start: at(from), end: at(from + word.length - 1, true) })
        from = plain.indexOf(word, from + word.length)
      }
    }
    return joined(found.sort((a, b) => a.start - b.start)).slice(0, most)
  }
  return {
    words,
    isIn,
    ranges,
    line(text, length) {
      const [first] = ranges(text, 1)
      return first === undefined ? { text: '', from: 0, to: 0 } : lineAround(text, first, length)
    },
  }
}

/** A folded text, and which unit of the text a unit of it comes from (`end`: the unit behind that). */
const mapped = (text: string): { plain: string; at(unit: number, end?: boolean): number } => {
  if (isPlain(text)) return { plain: text.toLowerCase(), at: (unit, end) => (end ? unit + 1 : unit) }
  let plain = ''
  const starts: number[] = []
  const ends: number[] = []
  let place = 0
  for (const char of text) {
    const own = folded(char)
    for (let n = 0; n < own.length; n += 1) {
      starts.push(place)
      ends.push(place + char.length)
    }
    place += char.length
    // A mark belongs to what it marks.
    if (own === '' && ends.length > 0) ends[ends.length - 1] = place
    plain += own
  }
  return { plain, at: (unit, end) => (end ? ends[unit] : starts[unit]) ?? place }
}

const joined = (sorted: readonly Range[]): Range[] => {
  const all: Range[] = []
  for (const range of sorted) {
    const last = all.at(-1)
    if (last === undefined || range.start >= last.end) all.push(range)
    else if (range.end > last.end) all[all.length - 1] = { start: last.start, end: range.end }
  }
  return all
}

/** What stands before the find is a third of what is shown; the find itself is whole unless it is longer than all. */
const lineAround = (text: string, { start, end }: Range, length: number): Line => {
  const begin = text.lastIndexOf('\n', start - 1) + 1
  const next = text.indexOf('\n', end)
  const stop = next < 0 ? text.length : next
  const room = length - 2 * CUT.length
  const from = wholeFrom(text, Math.max(begin, start - Math.max(0, Math.floor((room - (end - start)) / 3))))
  const to = wholeFrom(text, Math.min(stop, from + room))
  const head = from > begin ? CUT : ''
  const shown = text.slice(from, to)
  const indent = head === '' ? Math.min(shown.length - shown.trimStart().length, start - from) : 0
  const shift = head.length - from - indent
  return {
    text: `${head}${shown.slice(indent)}${to < stop ? CUT : ''}`,
    from: start + shift,
    to: Math.min(end, to) + shift,
  }
}

/** Stands where a line goes on. */
const CUT = '…'

/** `at`, or one before where that would part a surrogate pair. */
const wholeFrom = (text: string, at: number): number => {
  const before = text.charCodeAt(at - 1)
  return before >= 0xd800 && before < 0xdc00 ? at - 1 : at
}
