/** The time of day of an instant (ms) in the person's own time zone: `12:03`. */
export const clockTime = (at: number): string =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
