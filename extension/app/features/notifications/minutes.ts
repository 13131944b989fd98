const HOUR = 60

/** Minutes of a day as an input of type `time` has them: `22:30`. */
export const timeOf = (minutes: number): string =>
  [Math.floor(minutes / HOUR), minutes % HOUR].map((part) => String(part).padStart(2, '0')).join(':')

/** The minutes of `22:30`; null for what is no time of day. */
export const minutesOf = (time: string): number | null => {
  const found = /^([01]\d|2[0-3]):([0-5]\d)/.exec(time)
  return found === null ? null : Number(found[1]) * HOUR + Number(found[2])
}
