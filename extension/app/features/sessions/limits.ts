/** Bounds of the session list and of making a session. Times in ms. */

/** Making a session: its worktree's checkout takes as long as git needs, which the host bounds. */
export const NEW_SESSION_MS = 150_000
/** Wait for the host before making is given up as "away": longer is a spinner without a reason. */
export const REACH_MS = 10_000
/** Renaming or archiving: a row in the database. */
export const CHANGE_MS = 10_000
/** Listing or adopting an agent's own sessions: a cold agent starts first. */
export const FOREIGN_MS = 60_000
/** Longest title made from a prompt, in characters: what a row of 360 px can show. */
export const TITLE_LENGTH = 60
/** Rows of a list drawn at first, and drawn more by each press: several screens full, and drawn within a moment. */
export const ROWS_AT_ONCE = 50
/** Rows of a project drawn at first: the next project stays within reach of the thumb. */
export const ROWS_IN_GROUP = 20
/** Sessions from which on searching beats looking. */
export const SEARCH_FROM = 9
/** A connection that is gone for less than this says nothing about the rows yet. */
export const STALE_MS = 5_000
/** Rows of an agent's own sessions that are shown; the newest. */
export const FOREIGN_SHOWN = 50
/** Sessions whose last look is remembered: as many as two full hosts have. */
export const MAX_SEEN = 4_000
