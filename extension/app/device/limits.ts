/** Bounds of what the app keeps in the browser; docs/limits.md repeats them. */

/** Wait for the database, in ms: windows of an older version let go of it when asked, and browsers are known to hang */
export const OPEN_MS = 3_000
/** Hosts that one browser may be paired with. */
export const MAX_HOSTS = 64
/** Drafts kept; the oldest go first. */
export const MAX_DRAFTS = 200
/** Drafts whose attachments are kept, up to 1.5 MB each; the oldest go first, their words stay */
export const MAX_ATTACHED = 24
