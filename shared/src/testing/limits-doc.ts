import type { Limit } from '../session/index.ts'

type Value = number | readonly number[]

/** A limit as a room declares it: structured, or a constant whose comment gives the reason. */
export type DeclaredLimit = Limit | Value

const isStructured = (limit: DeclaredLimit): limit is Limit =>
  typeof limit === 'object' && !Array.isArray(limit)

const written = (value: Value): string =>
  (typeof value === 'number' ? [value] : value).map((one) => one.toLocaleString('en-US')).join(' · ')

/** How docs/limits.md writes a limit's value: `16,384`, or `64 · 256` for a list. */
const writtenLimit = (limit: DeclaredLimit): string => written(isStructured(limit) ? limit.value : limit)

/** The number and number-list constants that a room's `limits.ts` exports, by their names. */
export const constantLimits = (module: Readonly<Record<string, unknown>>): Record<string, Value> => {
  const limits: Record<string, Value> = {}
  for (const [name, value] of Object.entries(module)) {
    if (typeof value === 'number') limits[name] = value
    else if (Array.isArray(value) && value.every((one) => typeof one === 'number')) limits[name] = value
  }
  return limits
}

const tableOf = (markdown: string, room: string): Map<string, string[]> | null => {
  const start = markdown.indexOf(`<!-- limits ${room} -->`)
  const end = markdown.indexOf('<!-- /limits -->', start)
  if (start < 0 || end < 0) return null
  const rows = new Map<string, string[]>()
  for (const line of markdown.slice(start, end).split('\n')) {
    const [, name, ...cells] = line.split('|').map((cell) => cell.trim())
    const key = name?.match(/^`(.+)`$/)?.[1]
    if (key) rows.set(key, cells.slice(0, 3))
  }
  return rows
}

/**
 * Compares a room's limits with their table in docs/limits.md, which stands between `<!-- limits ROOM -->` and
 * `<!-- /limits -->` with the columns limit, value, unit, why. Returns what is wrong, one sentence each; an
 * empty list when nothing is. Units and reasons of structured limits must be the same words.
 */
export const checkLimitsDoc = (
  markdown: string,
  room: string,
  limits: Readonly<Record<string, DeclaredLimit>>,
): string[] => {
  const rows = tableOf(markdown, room)
  if (!rows) return [`there is no table of ${room}`]
  const wrong: string[] = []
  for (const [name, limit] of Object.entries(limits)) {
    const [value, unit, why] = rows.get(name) ?? []
    const due = isStructured(limit) ? [limit.unit, limit.why] : [unit, why]
    const row = `| \`${name}\` | ${writtenLimit(limit)} | ${due[0] || 'UNIT'} | ${due[1] || 'WHY'} |`
    const same = value === writtenLimit(limit) && unit === due[0] && why === due[1] && unit && why
    if (!same) wrong.push(`${room} needs the row ${row}`)
  }
  for (const name of rows.keys()) if (!Object.hasOwn(limits, name)) wrong.push(`${room} has no limit ${name}`)
  return wrong
}
