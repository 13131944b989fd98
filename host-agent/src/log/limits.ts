/** Bounds of the log files; docs/limits.md repeats them. */

/** Size of a log file in bytes at which the next one is begun. */
export const MAX_LOG_BYTES = 4 * 1024 * 1024
/** Older log files that are kept. */
export const KEEP_LOGS = 3
/** Characters of one entry: what happened, never what was said. */
export const MAX_ENTRY = 4_000
/** Between two looks of `hearth logs -f`, in ms. */
export const FOLLOW_MS = 250
