import { TITLE_LENGTH } from './limits.ts'

/**
 * The title of a session from its first prompt: the first line that says something, at most `TITLE_LENGTH`
 * characters, cut at a word where one ends late enough. Empty when there is no such line: the host then takes it
 * from the first prompt that comes.
 */
export const titleFrom = (prompt: string): string => {
  const line =
    prompt
      .split('\n')
      .map((each) => each.replace(/\s+/g, ' ').trim())
      .find((each) => each !== '') ?? ''
  const chars = Array.from(line)
  if (chars.length <= TITLE_LENGTH) return line
  const cut = chars.slice(0, TITLE_LENGTH - 1).join('')
  const word = cut.lastIndexOf(' ')
  return `${(word > TITLE_LENGTH / 2 ? cut.slice(0, word) : cut).trimEnd()}…`
}
