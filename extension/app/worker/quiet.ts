import type { PushWishes } from '@hearth/shared/protocol'
import type { Risk } from '@hearth/shared/session'

const WAKES_ALWAYS = 4

/** Minutes of the day in a zone; null for a zone that this browser does not know. */
const minutesIn = (zone: string, at: number): number | null => {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(at)
    const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0)
    return part('hour') * 60 + part('minute')
  } catch {
    return null
  }
}

/** Are these the hours in which nothing but the gravest wakes? `from` after `to` goes over midnight. */
export const isQuiet = (quiet: PushWishes['quiet'], at: number): boolean => {
  if (quiet === null) return false
  const now = minutesIn(quiet.zone, at)
  if (now === null) return false
  const { from, to } = quiet
  return from <= to ? now >= from && now < to : now >= from || now < to
}

/** Does a request wake this device now? */
export const wakes = ({ requests, quiet }: PushWishes, risk: Risk | null, at: number): boolean =>
  requests && (risk === WAKES_ALWAYS || !isQuiet(quiet, at))
