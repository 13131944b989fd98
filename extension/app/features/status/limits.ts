/** Bounds of what counts as good. All times in ms. */

/** From here on a person feels the way to the host: it is told in seconds and as a warning. */
export const SLOW_LATENCY_MS = 1_000
