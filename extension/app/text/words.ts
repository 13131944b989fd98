/** What people read in texts, code and diffs. */
export const showAllLines = (lines: number): string => `Show all ${lines.toLocaleString('en-US')} lines`
export const SHOW_LESS = 'Show less'
