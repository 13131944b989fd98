/** Bounds of the scripted model. It serves tests and the tour only, always on loopback. */

/** Largest request body read, in bytes: agents send whole transcripts, and a runaway one must not fill memory. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024
/** Requests remembered in `entries`: the oldest are dropped, a tour may run for days. */
export const MAX_ENTRIES = 2_000
/** Pieces one directive may ask for: a typo must not stream for ever. */
export const MAX_PIECES = 20_000
/** Longest pause between two pieces, in ms. */
export const MAX_DELAY_MS = 60_000
/** Prompts whose failures are counted for `error times=`. */
export const MAX_COUNTED_PROMPTS = 500
/** Pause between two pieces of an answer to plain words, in ms: about as fast as a person reads along. */
export const PACE_MS = 25
