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
export const ADDED_LINE = 'added'
export const REMOVED_LINE = 'removed'
export const NO_NEWLINE = 'No line feed at the end of the file'
export const BINARY = 'A binary file: its content is not shown.'
export const NO_LINES = 'No lines changed.'
export const NOT_UNDERSTOOD = 'This diff could not be read in full, so it is shown as it came.'
export const UNNAMED = 'Changes'
export const CHANGE = {
  changed: '',
  added: 'new',
  deleted: 'deleted',
  renamed: 'renamed',
  binary: 'binary',
} as const
export const counts = (added: number, removed: number): string =>
  `${added.toLocaleString('en-US')} added, ${removed.toLocaleString('en-US')} removed`
export const diffOf = (path: string): string => `Changes in ${path}`
