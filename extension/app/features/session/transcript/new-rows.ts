import type { Row } from '../rows/row.ts'

/** The key of the last row that tells something; what the turn does now comes and goes. */
export const lastTold = (rows: readonly Row[]): string | undefined =>
  rows.findLast(({ type }) => type !== 'activity')?.key

/** How many rows that tell something came after the row `key`; 0 when that one is not there any more. */
export const newSince = (rows: readonly Row[], key: string | undefined): number => {
  let count = 0
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i]
    if (row === undefined || row.key === key) return count
    if (row.type !== 'activity') count += 1
  }
  return 0
}
