import { median, short } from './stats.ts'

/** One line of the report: what was measured, against what, and the ratio of each interleaved round. */
export interface Row {
  readonly metric: string
  /** How to read the ratio, e.g. "ours / opencode’s own stream, lower is better". */
  readonly ratio: string
  readonly better: 'lower' | 'higher'
  /** The goal for the ratio, or null where there is none yet. */
  readonly goal: number | null
  readonly rounds: readonly { ours: number; baseline: number }[]
  readonly unit: string
}

/** A row of which less is better. */
export const lower = (
  metric: string,
  ratio: string,
  goal: number | null,
  unit: string,
  rounds: Row['rounds'],
): Row => ({ metric, ratio: `${ratio}; lower is better`, better: 'lower', goal, unit, rounds })

/** What a row comes to: medians of both sides and the median of the rounds' ratios. */
export const summarise = (row: Row) => {
  const ratio = median(row.rounds.map(({ ours, baseline }) => ours / baseline))
  const met = row.goal === null ? null : row.better === 'lower' ? ratio <= row.goal : ratio >= row.goal
  return {
    metric: row.metric,
    reading: row.ratio,
    unit: row.unit,
    rounds: row.rounds.length,
    ours: median(row.rounds.map(({ ours }) => ours)),
    baseline: median(row.rounds.map(({ baseline }) => baseline)),
    ratio,
    better: row.better,
    goal: row.goal,
    met,
  }
}

/** The report as a Markdown table. */
export const table = (rows: readonly Row[]): string =>
  [
    '| what | ours | baseline | ratio | goal | how to read it |',
    '|---|---|---|---|---|---|',
    ...rows.map(summarise).map((row) => {
      const goal = row.goal === null ? '–' : `${row.better === 'lower' ? '≤' : '≥'} ${row.goal}`
      const verdict = row.met === null ? '' : row.met ? '' : ' (not met)'
      return `| ${row.metric} | ${short(row.ours)} ${row.unit} | ${short(row.baseline)} ${row.unit} | **${short(row.ratio)}** | ${goal}${verdict} | ${row.reading} |`
    }),
  ].join('\n')

const nameOf = (line: string): string => line.split(' | ')[0] ?? ''
const rowsOf = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('| '))

/** An older table with a newer one's rows: those of the same name in the places that they had, others at the end. */
export const merged = (older: string, newer: string): string => {
  const [head = '', ...fresh] = rowsOf(newer)
  const left = new Map(fresh.map((line) => [nameOf(line), line]))
  const kept = rowsOf(older)
    .slice(1)
    .map((line) => {
      const own = left.get(nameOf(line))
      left.delete(nameOf(line))
      return own ?? line
    })
  return [head, '|---|---|---|---|---|---|', ...kept, ...left.values()].join('\n')
}
