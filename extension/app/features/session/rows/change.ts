import { isSameRow, type Row } from './row.ts'

/**
 * `next` with the rows of `before` wherever they are the same line, so that what is drawn stays. `before` itself when
 * nothing changed. Costs what differs: equal beginnings and ends are passed over.
 */
export const reuseRows = (before: readonly Row[], next: readonly Row[]): readonly Row[] => {
  const most = Math.min(before.length, next.length)
  let start = 0
  while (start < most && before[start] === next[start]) start += 1
  let end = 0
  while (end < most - start && before.at(-1 - end) === next.at(-1 - end)) end += 1
  if (start === before.length && start === next.length) return before
  const known = new Map(before.slice(start, before.length - end).map((row) => [row.key, row]))
  const rows = next.map((row, i) => {
    const old = i < start || i >= next.length - end ? undefined : known.get(row.key)
    return old !== undefined && isSameRow(old, row) ? old : row
  })
  return rows.length === before.length && rows.every((row, i) => row === before[i]) ? before : rows
}

/**
 * The first of two steps from `before` to `next` when rows were added or dropped at the start: a list that differs
 * from `before` at its start alone, which a virtual list must be told apart from a change at the end. Null when the
 * start is the same, or nothing is.
 */
export const startChange = (before: readonly Row[], next: readonly Row[]): readonly Row[] | null => {
  const [first] = before
  const [newFirst] = next
  if (first === undefined || newFirst === undefined || first.key === newFirst.key) return null
  const added = next.findIndex(({ key }) => key === first.key)
  if (added > 0) return [...next.slice(0, added), ...before]
  const dropped = before.findIndex(({ key }) => key === newFirst.key)
  return dropped > 0 ? before.slice(dropped) : null
}
