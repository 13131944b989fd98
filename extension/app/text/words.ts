/** What people read in texts, code and diffs. */
export const showAllLines = (lines: number): string =>
  lines === 1 ? 'Show the whole line' : `Show all ${lines.toLocaleString('en-US')} lines`
export const SHOW_LESS = 'Show less'
export const TABLE = 'Table'
export const DONE = 'Done'
export const NOT_DONE = 'Not done'
export const image = (alt: string): string => (alt === '' ? 'Image' : `Image: ${alt}`)
export const more = (characters: number): string => `… ${characters.toLocaleString('en-US')} characters more`
export const codeLabel = (language: string): string => (language === '' ? 'Code' : `Code, ${language}`)
export const PLAIN_CODE = 'text'
export const COPY = 'Copy'
export const COPIED = 'Copied'
export const NOT_COPIED = 'Could not copy'
export const WRAP = 'Wrap lines'
export const HIDDEN_SHOWN = 'Hidden characters are shown as escapes.'
export const openHost = (host: string): string => `Open ${host}?`
export const OPEN = 'Open'
export const CANCEL = 'Cancel'
export const COPY_ADDRESS = 'Copy address'
export const ADDRESS = 'Address'
export const LEADS_OUT = 'This link leads out of Hearth, in a new tab.'
