/** Bounds of the audit room; docs/limits.md repeats them. */

/** Biggest audit file in bytes that is read at start: some hundred thousand decisions; then it is time to move it away. */
export const MAX_AUDIT_FILE = 256 * 1024 * 1024
/** Biggest line of the audit in bytes: a decision with its raw bytes is about 1 KiB. */
export const MAX_AUDIT_LINE = 16_384
