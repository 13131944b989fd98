/** Bounds of searching all sessions; docs/limits.md repeats them. */

/** From the last letter to asking the hosts, in ms: they read through logs for each question. */
export const SEARCH_WAIT_MS = 250
/** Letters from which on hosts are asked: fewer stand everywhere. */
export const SEARCH_LETTERS = 2
/** Hits shown of a session at first: the next session stays in sight. */
export const HITS_AT_FIRST = 3
/** Longest wait for a host, in ms: it stops by itself before that. */
export const SEARCH_CALL_MS = 15_000
