import type { PushWishes } from '@hearth/shared/protocol'

const DAY = 24 * 60
const MINUTE = 60_000

/** Is this a time zone that the host knows? */
export const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    // Intl's one way to say that it does not know it.
    return false
  }
}

const minuteOfDay = (now: number, zone: string): number => {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  })
  const parts = clock.formatToParts(now)
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value)
  return part('hour') * 60 + part('minute')
}

/**
 * How long a device's quiet hours go on, in ms; 0 outside of them. Where clocks are put forward or back meanwhile it is
 * an hour off: look again then. Hours that end where they begin are none.
 */
export const quietLeft = (quiet: PushWishes['quiet'], now: number): number => {
  if (quiet === null || quiet.from === quiet.to) return 0
  const { from, to, zone } = quiet
  const minute = minuteOfDay(now, zone)
  const within = from < to ? minute >= from && minute < to : minute >= from || minute < to
  return within ? ((to - minute + DAY) % DAY) * MINUTE - (now % MINUTE) : 0
}
