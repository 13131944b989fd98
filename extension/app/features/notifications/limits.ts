/** Quiet hours that are proposed, in minutes of the day. */

/** From here: 22:00. */
export const QUIET_FROM = 1_320
/** Until here: 07:00. */
export const QUIET_TO = 420
