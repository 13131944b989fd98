/** Bounds of the control socket; docs/limits.md repeats them. */

/** Longest path of a Unix socket in bytes: the smallest limit of the systems that have them (macOS 103, Linux 107). */
export const MAX_SOCKET_PATH = 103
/** Bytes of one line, either way: a page of a transcript fits, a runaway does not. */
export const MAX_LINE = 32 * 1024 * 1024
/** Connections at once: commands in a handful of terminals and scripts. */
export const MAX_CONNECTIONS = 64
/** Calls of one connection at once. */
export const MAX_CONTROL_CALLS = 16
/** Bytes queued for one slow reader before it is cut. */
export const MAX_UNREAD = 64 * 1024 * 1024
/** For the host agent to accept a connection, ms. */
export const CONNECT_MS = 2_000
/** For an answer that nobody has to think about, ms; adding devices and projects included. */
export const CONTROL_CALL_MS = 30_000
/** For the host to be connected to its relay before a pairing link is made, in ms: a start or a reconnect. */
export const RELAY_WAIT_MS = 5_000
/** Between two looks at that, in ms. */
export const RELAY_LOOK_MS = 20
/** Inputs to one call that wait to be read: a person answers one question after the other. */
export const MAX_INPUTS = 16
/** Longest path of a folder in characters: the longest that the systems take. */
export const MAX_PATH = 4_096
/** Longest name of a method in characters, in a call and in the error about one that does not exist. */
export const MAX_METHOD = 40
/** Shortest life of a pairing link in ms; the longest is the protocol's. */
export const MIN_PAIRING_MS = 1_000
/** Longest text of exported rules that is taken back, in characters: as many rules as there may be, each as long as it may be. */
export const MAX_RULES_TEXT = 8 * 1024 * 1024
