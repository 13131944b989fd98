/** A place in a text as an editor counts: both from 1. */
export type TextPlace = { line: number; column: number }

/**
 * Where a text stops being JSON; null if it is JSON. What `JSON.parse` says depends on the version of its engine,
 * names no place for some faults, and repeats the text, which may hold secrets.
 */
export function jsonFault(text: string): TextPlace | null {
  try {
    JSON.parse(text)
    return null
  } catch {
    return placeOf(text, new Scan(text).fault())
  }
}

function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

const SPACE = /[ \t\r\n]*/y
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy

/** What may come next, by what was read last; `]` and `}` close what is open. */
class Scan {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  fault(): number {
    const open: ('[' | '{')[] = []
    let expects: 'value' | 'first' | 'key' | 'end' = 'value'
    for (;;) {
      this.take(SPACE)
      if (expects === 'end') {
        const inner = open.at(-1)
        if (inner === undefined) return this.at
        if (this.is(',')) expects = inner === '[' ? 'value' : 'key'
        else if (this.is(inner === '[' ? ']' : '}')) open.pop()
        else return this.at
        continue
      }
      if (expects === 'first') {
        const closes = open.at(-1) === '[' ? ']' : '}'
        if (this.is(closes)) {
          open.pop()
          expects = 'end'
          continue
        }
        expects = open.at(-1) === '[' ? 'value' : 'key'
      }
      if (expects === 'key') {
        if (!this.take(STRING)) return this.at
        this.take(SPACE)
        if (!this.is(':')) return this.at
        expects = 'value'
        continue
      }
      const opens = this.is('[') ? '[' : this.is('{') ? '{' : null
      if (opens !== null) open.push(opens)
      else if (!this.take(STRING) && !this.take(SCALAR)) return this.at
      expects = opens === null ? 'end' : 'first'
    }
  }

  private is(character: string): boolean {
    if (this.text[this.at] !== character) return false
    this.at += 1
    return true
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found !== ''
  }
}
