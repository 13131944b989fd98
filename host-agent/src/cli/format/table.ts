import { safeLine } from './escape.ts'

/** Rows as aligned columns, two spaces between them. Cells are made safe. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const safe = rows.map((row) => row.map(safeLine))
  const widths = (safe[0] ?? []).map((_, column) => Math.max(...safe.map((row) => row[column]?.length ?? 0)))
  return safe
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** How long ago, roughly. */
export const ago = (then: number | null, now: number): string => {
  if (then === null) return 'never'
  const seconds = Math.max(0, Math.round((now - then) / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`
  return seconds < 86_400 ? `${Math.round(seconds / 3600)} h ago` : `${Math.round(seconds / 86_400)} d ago`
}
