import { visible } from '@hearth/shared/session'

/** Text of an agent, a repository or a device for a terminal: what could move the cursor or hide is written out. */
export const safeText = (text: string): string => visible(text, { lines: true })

/** The same on one line: line breaks and tabs are written out too. */
export const safeLine = (text: string): string => visible(text)

/** Indents every line of a text that is safe already. */
export const indent = (text: string, by = '    '): string =>
  text
    .split('\n')
    .map((line) => `${by}${line}`)
    .join('\n')
