/** Bounds of the guard's room; docs/limits.md repeats them. */

/** Denials of one session's requests within DENIALS_MS that hold it: the person and the agent want different things. */
export const MAX_DENIALS = 3
/** How long a denial counts, in ms. */
export const DENIALS_MS = 5 * 60_000
/** Requests of one session within REQUESTS_MS that people are asked: nobody reads more with care. */
export const MAX_REQUESTS = 20
/** How long a request counts, in ms. */
export const REQUESTS_MS = 60_000
