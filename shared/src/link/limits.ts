/** Bounds of a device's link; docs/limits.md repeats them. All times in ms. */

/** Wait before the first reconnect: long enough for a socket to close, short enough not to be seen. */
export const RETRY_FIRST_MS = 50
/** Longest wait between reconnects: a phone that comes back is noticed by its own events before that. */
export const RETRY_MAX_MS = 30_000
/** Each wait varies by this share, so that a restarted relay is not met by all devices at once. */
export const RETRY_JITTER = 0.25
/** A connection that was live this long counts as good: the next reconnect starts from the first wait again. */
export const STABLE_MS = 2_000
/** From a pipe to the host's answer to M1: one round trip and two key agreements on a slow phone. */
export const HANDSHAKE_MS = 10_000
/** From the channel to the host's welcome and overview. */
export const ATTACH_MS = 15_000
/** A channel is replaced by a new handshake when it gets this old and nothing is going on (30 min at most). */
export const REKEY_SOFT_MS = 25 * 60_000
/** A channel is replaced at this age whatever goes on. */
export const REKEY_HARD_MS = 29 * 60_000
/** Frames left in a channel at which it is replaced. */
export const REKEY_FRAMES_LEFT = 4_096

/** Between two probes while nothing happens: mobile batteries forbid more. */
export const PROBE_IDLE_MS = 25_000
/** Between two probes while a turn runs or an answer is awaited. */
export const PROBE_BUSY_MS = 3_000
/** Silence after a probe that means that the connection is dead, while busy or asked to look now. */
export const PROBE_BUSY_TIMEOUT_MS = 2_500
/** The same while idle. */
export const PROBE_IDLE_TIMEOUT_MS = 10_000

/** Default wait for the answer to a call. */
export const CALL_MS = 15_000
/** Calls that wait for an answer at once. */
export const MAX_CALLS = 256
/** Sessions that one link follows at once; each costs a cursor at the host. */
export const MAX_FOLLOWS = 64
/** Events after which the device tells how far it is. */
export const ACK_EVENTS = 32
/** Longest wait before it tells so. */
export const ACK_MS = 200
/** New subscriptions in a row after a gap before the state is thrown away for a snapshot. */
export const MAX_RESYNCS = 3
/** Settled turns kept in a followed session; older ones are fetched again when scrolled to. */
export const KEEP_TURNS = 100

/** Prompts that wait to be sent. */
export const MAX_OUTBOX = 256
/** Bytes of prompts that wait to be sent, as UTF-16 units times two. */
export const MAX_OUTBOX_BYTES = 16 * 1024 * 1024
/** Finished requests that stay visible. */
export const MAX_FINISHED_REQUESTS = 64
/** A decision as a whole: offer, signature, receipt. */
export const DECIDE_MS = 30_000
/** Spare time that an offer must have left to be worth signing. */
export const OFFER_SPARE_MS = 500

/** From the link to the first answer of the host. */
export const PAIR_STEP_MS = 20_000
/** For the person at the host to compare the digits. */
export const PAIR_CONFIRM_MS = 320_000
/** Messages of a pairing that wait to be read: a pairing has three in all, and a relay must not fill memory */
export const MAX_PAIRING_MESSAGES = 8
