/** Bounds of what the app keeps in the browser; docs/limits.md repeats them. */

/** Wait for windows of an older version to let go of the database, in ms: they are asked to, and do so at once. */
export const BLOCKED_MS = 3_000
/** Hosts that one browser may be paired with. */
export const MAX_HOSTS = 64
/** Drafts kept; the oldest go first. */
export const MAX_DRAFTS = 200
