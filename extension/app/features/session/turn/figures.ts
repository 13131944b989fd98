import type { Usage } from '@hearth/shared/session'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A length of time (ms) as people say it: "0.4 s", "12 s", "3 min 5 s", "2 h 10 min". */
export const sayDuration = (ms: number): string => {
  const time = Math.max(0, ms)
  if (time < 10 * SECOND) return `${(Math.floor(time / 100) / 10).toFixed(1)} s`
  if (time < MINUTE) return `${Math.floor(time / SECOND)} s`
  if (time < HOUR) {
    const seconds = Math.floor((time % MINUTE) / SECOND)
    return seconds === 0 ? `${time / MINUTE} min` : `${Math.floor(time / MINUTE)} min ${seconds} s`
  }
  const minutes = Math.floor((time % HOUR) / MINUTE)
  return minutes === 0 ? `${Math.floor(time / HOUR)} h` : `${Math.floor(time / HOUR)} h ${minutes} min`
}

/** A time that still runs (ms), in whole seconds; empty before the first. */
export const sayElapsed = (ms: number): string => {
  const whole = Math.floor(ms / SECOND)
  if (whole < 1) return ''
  return whole < 10 ? `${whole} s` : sayDuration(whole * SECOND)
}

/** A number of tokens, short: "950", "14.2k", "3.1M". */
export const sayCount = (count: number): string => {
  if (count < 1000) return String(count)
  if (count < 999_950) return `${(count / 1000).toFixed(count < 99_950 ? 1 : 0)}k`
  return `${(count / 1_000_000).toFixed(1)}M`
}

/** An amount of money in US dollars: cents, or more places where it is less than one. */
export const sayCost = (dollars: number): string =>
  dollars < 0.01 ? `$${dollars.toFixed(4)}` : `$${dollars.toFixed(2)}`

/** Tokens that went to the agent, cached ones included, and that came from it, reasoning included. */
const tokensIn = (usage: Usage): number => usage.input + usage.cached
const tokensOut = (usage: Usage): number => usage.output + usage.reasoning

/** A turn's figures in a line; empty parts are left out. `time`: ms, or null. */
export const sayFigures = (usage: Usage, time: number | null): string => {
  const parts: string[] = []
  if (time !== null) parts.push(sayDuration(time))
  if (tokensIn(usage) + tokensOut(usage) > 0) {
    parts.push(`${sayCount(tokensIn(usage))} tokens in, ${sayCount(tokensOut(usage))} out`)
  }
  if (usage.cost > 0) parts.push(sayCost(usage.cost))
  return parts.join(' · ')
}
