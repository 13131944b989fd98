import { inlineOf } from './inline.ts'

const CELLS = new Set(['td', 'th'])

const rowsOf = (table: Element): Element[] => {
  const rows: Element[] = []
  for (const part of table.children) {
    if (part.localName === 'tr') rows.push(part)
    else if (/^t(head|body|foot)$/.test(part.localName))
      rows.push(...[...part.children].filter((row) => row.localName === 'tr'))
  }
  return rows
}

const cellsOf = (row: Element): string[] =>
  [...row.children]
    .filter((cell) => CELLS.has(cell.localName))
    .map((cell) =>
      inlineOf([cell])
        .replace(/\s*\n\s*/g, ' ')
        .trim()
        .replaceAll('|', '\\|'),
    )

/** A table with its first row as its head. Tables that only put things side by side become what is in them. */
export const tableOf = (table: Element): string[] => {
  const caption = [...table.children].find(({ localName }) => localName === 'caption')
  const above = caption === undefined ? '' : inlineOf([caption]).trim()
  const rows = rowsOf(table).map(cellsOf)
  const width = rows.reduce((most, cells) => Math.max(most, cells.length), 0)
  if (width === 0) return above === '' ? [] : [above]
  if (width === 1) return [above, ...rows.map(([cell = '']) => cell)].filter((text) => text !== '')
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`
  const [head = [], ...body] = rows
  const whole = [line(head), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n')
  return above === '' ? [whole] : [above, whole]
}
