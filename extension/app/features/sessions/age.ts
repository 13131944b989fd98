const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY

/** How long ago `then` was, as short as a row needs it: `now`, `3 min`, `2 h`, `5 d`, `12 w`. Both in ms, one clock. */
export const age = (then: number, now: number): string => {
  const ms = Math.max(0, now - then)
  if (ms < MINUTE) return 'now'
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`
  if (ms < 8 * WEEK) return `${Math.floor(ms / DAY)} d`
  return `${Math.floor(ms / WEEK)} w`
}

/** The same in a sentence: `just now`, `3 min ago`. */
export const ago = (then: number, now: number): string => {
  const text = age(then, now)
  return text === 'now' ? 'just now' : `${text} ago`
}
