/** Bounds of the audit room; docs/limits.md repeats them. */

/** Biggest audit file in bytes that is read: far above what a file of it grows to. */
export const MAX_AUDIT_FILE = 256 * 1024 * 1024
/** Size in bytes at which the next audit file begins: some ten thousand decisions, verified in a few seconds at start. */
export const AUDIT_ROTATE_BYTES = 16 * 1024 * 1024
/** Audit files that were put away and are kept, each as large as that: years of a busy person. */
export const KEEP_AUDIT_FILES = 64
/** Biggest line of the audit in bytes: a decision with its rule and its passkey’s answer, each as long as the wire lets it be. */
export const MAX_AUDIT_LINE = 49_152
/** Longest title or reason in an entry, in characters. */
export const MAX_AUDIT_TEXT = 512
/** Longest that an entry which nobody waits for stays in memory, in ms: what a crash may lose of the record, and how many share one write. */
export const NOTE_MS = 50
/** Entries that wait for a write at once; of more the oldest is given up and counted. */
export const MAX_NOTES = 1024
/** Before entries are tried again that the disk did not take, in ms. */
export const NOTE_RETRY_MS = 2_000
/** Lines of the next file that are looked at with the end of one: whichever of two neighbours was changed is told by the next. */
export const AHEAD_LINES = 2
/** Longest export that is verified, in bytes: every file that is kept, and its head. */
export const MAX_AUDIT_EXPORT = 2 * 1024 * 1024 * 1024
/** How often a record that does not check out is looked at again: its host may be writing it. */
export const VERIFY_TRIES = 3
/** Between those looks, in ms: longer than an entry waits for its signature. */
export const VERIFY_PAUSE_MS = 200
/** Bytes of an export that are read at a time. */
export const EXPORT_PART_BYTES = 16 * 1024 * 1024
