/** Where a slash begins a regular expression rather than a division: after these, or at the start. */
const BEFORE_REGEX = /(?:^|[=(,:[!&|?{};>~]|\b(?:return|typeof|case|in|of|do|else|await|yield))\s*$/

function endOfQuoted(text: string, start: number, quote: string): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === quote || (quote !== '`' && text[i] === '\n')) return i
  }
  return text.length
}

function endOfRegex(text: string, start: number): number {
  let inClass = false
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i]
    if (char === '\\') i++
    else if (char === '\n') return i
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '/' && !inClass) return i
  }
  return text.length
}

/** The same text with everything but line breaks blanked. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ')
}

interface Parts {
  /** Code with comments and the contents of strings and regular expressions blanked; line numbers hold. */
  readonly code: string
  /** Only the comments, everything else blanked. */
  readonly comments: string
}

/**
 * Takes code and comments apart, so that rules about code are not fooled by text. Embedded expressions of
 * template strings count as text.
 */
export function strip(text: string): Parts {
  let code = ''
  let comments = ''
  const take = (end: number, from: number, into: 'code' | 'comment' | 'text') => {
    const part = text.slice(from, end)
    code += into === 'code' ? part : blank(part)
    comments += into === 'comment' ? part : blank(part)
    return end
  }
  let at = 0
  while (at < text.length) {
    const char = text[at] ?? ''
    const two = text.slice(at, at + 2)
    if (two === '//') {
      const end = text.indexOf('\n', at)
      at = take(end < 0 ? text.length : end, at, 'comment')
    } else if (two === '/*') {
      const end = text.indexOf('*/', at + 2)
      at = take(end < 0 ? text.length : end + 2, at, 'comment')
    } else if (char === "'" || char === '"' || char === '`') {
      at = take(Math.min(endOfQuoted(text, at, char) + 1, text.length), at, 'text')
    } else if (char === '/' && BEFORE_REGEX.test(code.slice(-40))) {
      at = take(Math.min(endOfRegex(text, at) + 1, text.length), at, 'text')
    } else {
      at = take(at + 1, at, 'code')
    }
  }
  return { code, comments }
}
