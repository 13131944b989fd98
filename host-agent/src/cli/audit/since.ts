import { InvalidArgumentError } from 'commander'

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const
const SPAN = /^(\d{1,6})([smhdw])$/

/** A point in time (ms) from an argument: `30m`, `2h`, `7d` ago, or a date as in `2026-11-21` or `2026-11-21T13:00`. */
export const pointInTime = (text: string, now = Date.now()): number => {
  const [, count, unit] = SPAN.exec(text) ?? []
  if (count !== undefined && unit !== undefined)
    return now - Number(count) * UNITS[unit as keyof typeof UNITS]
  const at = Date.parse(text)
  if (Number.isNaN(at))
    throw new InvalidArgumentError('Say how long ago (30m, 2h, 7d) or a date (2026-11-21).')
  return at
}
