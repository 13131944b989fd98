/** Bounds of the app's state; docs/limits.md repeats them. */

/** Turns fetched at a time when a person scrolls up: some screens, and the most that a page of history holds. */
export const HISTORY_TURNS = 50
/** Times that a page is asked for which no longer fits when it comes: turns seldom settle out of order, and never for long. */
export const MAX_PAGE_TRIES = 3
/** Turns held of one open session, older pages included: past them scrolling up ends. */
export const MAX_HELD_TURNS = 2_000
/** Sessions of a host whose last state is kept after they were left: going back to one of them shows it at once. */
export const KEPT_SESSIONS = 8
/** Screens that the panel goes back through. */
export const MAX_BACK = 64
/** From the last key pressed to a draft being kept, in ms: not at every key, and little is lost with the browser. */
export const DRAFT_MS = 400
