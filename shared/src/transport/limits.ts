/** Bytes of one message in a pipe: a frame of 65,562 bytes and room for the next suite (protocol, section 8). */
export const MAX_MESSAGE = 96 * 1024

/** Bytes of the message sent ahead with a login: handshake messages have 83 bytes, and anybody may send one. */
export const MAX_FIRST = 1024

/** Device keys in a host's list: a person has a handful; the list must fit into one control message. */
export const MAX_DEVICES = 256

/** Characters of one control message: the longest is a host's device list (17 KB). */
export const MAX_CONTROL = 64 * 1024

/** Nesting of a control message: ours have 4 levels; deeper ones are only made to exhaust a parser. */
export const MAX_CONTROL_DEPTH = 32

/** Characters of the reason given when a pipe is closed: it is for logs. */
export const MAX_REASON = 120

/** From dialling to being logged in, ms: a slow mobile network needs a few seconds, a dead one never answers. */
export const DIAL_TIMEOUT_MS = 10_000

/** For the relay to answer a control message, ms: it answers from memory or one database write. */
export const CONTROL_TIMEOUT_MS = 10_000

/** Bytes queued for one reader before it is cut as `slow` (protocol, section 8). */
export const MAX_QUEUED = 8 * 1024 * 1024

/** Joins that one pairing rendezvous lets through: the second must reach the host, which alarms. */
export const MAX_JOINS = 4

/** Challenges kept for the next login, per relay and key: one for each socket that the relay allows. */
export const MAX_TICKETS = 4

/** Characters of a push service's address: what a device may name (protocol). */
export const MAX_PUSH_ENDPOINT = 1_024

/** Bytes of a sealed push body: what push services take (RFC 8030, section 7.2). */
export const MAX_PUSH_BODY = 4_096

/** Characters of a push's authorization: a signed statement of some 350 characters and its key. */
export const MAX_PUSH_AUTHORIZATION = 1_024

/** Longest that a push service may be asked to keep a push, s: a day; ours ask for hours. */
export const MAX_PUSH_TTL_S = 86_400

/** For the relay to say what became of a push, ms: it gives the push service less. */
export const PUSH_TIMEOUT_MS = 15_000

/** Bytes sent at a time to a device that reads again: the relay must be able to say stop in between. */
export const RELEASE_BYTES = 128 * 1024

/** Between two such portions, ms: at most 13 MB/s, and some 1 MB on the way before a distant relay’s stop is heard. */
export const RELEASE_EVERY_MS = 10
