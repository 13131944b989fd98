import { PAGE_LIMITS } from '../limits.ts'

/** Words at either end of a long passage that find it again. */
const ENDS = 6
/** A passage of up to so many characters is named whole. */
const WHOLE = 120

/** Half a character, as where a text was cut, has no code. */
const encode = (words: string): string =>
  encodeURIComponent(words.replace(/\p{Cs}/gu, '')).replaceAll('-', '%2D')

/**
 * The text directive that finds a passage in its page again (`:~:text=`), as the URL Fragment Text Directives say it.
 * `quote` is the selected text, line feeds between its blocks: an end of the range may not reach over one.
 */
export const textFragment = (quote: string): string => {
  const lines = quote
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
  const [first = ''] = lines
  const last = lines.at(-1) ?? ''
  if (first === '') return ''
  if (lines.length === 1 && first.length <= WHOLE) return `:~:text=${encode(first)}`
  const start = first.split(' ').slice(0, ENDS)
  const end = last.split(' ').slice(-ENDS)
  // A word as long as a line would be a directive as long as a page.
  const [from, to] = [start.join(' '), end.join(' ')].map((words) =>
    words.slice(0, PAGE_LIMITS.pageQuote.value),
  )
  if (lines.length === 1 && start.length + end.length >= first.split(' ').length)
    return `:~:text=${encode(first.slice(0, PAGE_LIMITS.pageQuote.value))}`
  return `:~:text=${encode(from ?? '')},${encode(to ?? '')}`
}
