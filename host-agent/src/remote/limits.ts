/** Bounds of a device on the command line; docs/limits.md repeats them. */

/** Hosts that one device may be paired with. */
export const MAX_HOSTS = 64
/** Biggest file of a device's records in bytes. */
export const MAX_RECORD_FILE = 256 * 1024
/** Biggest kept prompt in bytes: the longest text in UTF-8 and JSON escapes. */
export const MAX_OUTBOX_FILE = 4 * 1024 * 1024
/** Wait for the host when a command needs it, in ms: a dial, a handshake, and one retry. */
export const REMOTE_WAIT_MS = 15_000
/** How long a command puts up with being refused, in ms: a relay that was restarted refuses until the host is back. */
export const REFUSED_WAIT_MS = 3_000
