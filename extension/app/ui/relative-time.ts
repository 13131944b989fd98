const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago in few words: `just now`, `3 min ago`, `2 h ago`, `yesterday`, `4 days ago`, then the date. Both in ms. */
export const relativeTime = (at: number, now: number): string => {
  const past = now - at
  if (past < 45 * SECOND) return 'just now'
  if (past < HOUR) return `${Math.max(1, Math.round(past / MINUTE))} min ago`
  if (past < DAY) return `${Math.floor(past / HOUR)} h ago`
  if (past < 2 * DAY) return 'yesterday'
  if (past < 7 * DAY) return `${Math.floor(past / DAY)} days ago`
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Date(at).toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
}

/** As `relativeTime`, but as short as a list's margin is narrow: `now`, `3 min`, `2 h`, `4 d`, then the date. */
export const shortTime = (at: number, now: number): string => {
  const past = now - at
  if (past < 45 * SECOND) return 'now'
  if (past >= DAY && past < 7 * DAY) return `${Math.floor(past / DAY)} d`
  return relativeTime(at, now).replace(' ago', '')
}

/** A length of time in few words: `0.8 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export const duration = (ms: number): string => {
  if (ms < 10 * SECOND) return `${(Math.max(0, ms) / SECOND).toFixed(1)} s`
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`
  const [big, small, units] = ms < HOUR ? [MINUTE, SECOND, ['min', 's']] : [HOUR, MINUTE, ['h', 'min']]
  const rest = Math.floor((ms % big) / small)
  return `${Math.floor(ms / big)} ${units[0]}${rest > 0 ? ` ${rest} ${units[1]}` : ''}`
}
