/** Bounds of what is seen. All times in ms. */

/** A message without an action: long enough to read two lines. */
export const TOAST_MS = 6_000
/** A message with an action: long enough to read, decide and reach for it. */
export const TOAST_ACTION_MS = 12_000
/** Messages in sight at once; the oldest gives way, so that they never cover the screen. */
export const MAX_TOASTS = 3
/** After this a wait says more than that it waits. */
export const SLOW_MS = 10_000
/** How often relative times are looked at: the smallest step that they show is a minute. */
export const TIME_STEP_MS = 20_000
