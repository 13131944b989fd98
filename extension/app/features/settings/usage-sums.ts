import type { Usage } from '@hearth/shared/session'
import type { UsageRows } from './use-asked.ts'

/** All tokens of a usage, whichever way they went. */
const tokensOf = ({ input, output, cached, reasoning }: Usage): number => input + output + cached + reasoning

/** Turns, tokens and cost of some rows together. */
export interface Sum {
  readonly turns: number
  readonly tokens: number
  readonly cost: number
}

const NOTHING: Sum = { turns: 0, tokens: 0, cost: 0 }

export const sumOf = (rows: UsageRows): Sum =>
  rows.reduce(
    (sum, { turns, usage }) => ({
      turns: sum.turns + turns,
      tokens: sum.tokens + tokensOf(usage),
      cost: sum.cost + usage.cost,
    }),
    NOTHING,
  )

/** Sums by what `key` says of a row, the largest first. */
export const sumsBy = (
  rows: UsageRows,
  key: (row: UsageRows[number]) => string,
): readonly (Sum & { readonly key: string })[] => {
  const groups = new Map<string, UsageRows[number][]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return [...groups]
    .map(([name, own]) => ({ key: name, ...sumOf(own) }))
    .sort((a, b) => b.tokens - a.tokens || b.turns - a.turns)
}

/** The last `count` days of a zone as `YYYY-MM-DD`, the oldest first. */
export const lastDays = (count: number, now: number): readonly string[] =>
  Array.from({ length: count }, (_, back) => {
    const day = new Date(now)
    day.setDate(day.getDate() - (count - 1 - back))
    const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    return parts.map((part) => String(part).padStart(2, '0')).join('-')
  })

const STEPS = [
  { from: 1e9, sign: 'B' },
  { from: 1e6, sign: 'M' },
  { from: 1e3, sign: 'k' },
] as const

/** A count as a person takes it in: `1.2 M`. */
export const sayTokens = (count: number): string => {
  const step = STEPS.find(({ from }) => count >= from)
  if (step === undefined) return String(count)
  const value = count / step.from
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${step.sign}`
}

/** Bytes as a person takes them in. */
export const sayBytes = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

/** Dollars; very small amounts show more places. */
export const sayDollars = (dollars: number): string =>
  dollars > 0 && dollars < 0.01 ? `$${dollars.toFixed(4)}` : `$${dollars.toFixed(2)}`
