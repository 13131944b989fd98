/** Bounds of the uplink; docs/limits.md repeats them. All times in ms. */

/** Wait before the first reconnect to a relay. */
export const RETRY_FIRST_MS = 250
/** Longest wait between reconnects: a relay that was updated is back within seconds. */
export const RETRY_MAX_MS = 30_000
/** Each wait varies by this share, so that a restarted relay is not met by all hosts at once. */
export const RETRY_JITTER = 0.3
/** A line that lived this long counts as good: the next reconnect starts from the first wait again. */
export const STABLE_MS = 10_000
/** Between two pings of the relay: within a minute a dead line is noticed. */
export const LINE_PING_MS = 20_000
/** Longest a relay may take to answer a ping. */
export const LINE_PING_TIMEOUT_MS = 10_000

/** From a pipe to a device that proved itself: two round trips of a slow phone. */
export const HANDSHAKE_MS = 10_000
/** A channel older than this is ended, so that its device shakes hands again (30 min at most). */
export const CHANNEL_LIFE_MS = 30 * 60_000
/** Frames left in a channel at which it is ended. */
export const CHANNEL_FRAMES_LEFT = 1_024
/** Silence of a device after which its channel is ended: its own probes come every 25 s at least. */
export const SILENCE_MS = 90_000
/** Pipes of one device at a time: windows of a browser share its keys, and an old one may linger while the new one comes up. */
export const MAX_PIPES_PER_DEVICE = 8
/** Pipes of all devices at a time. */
export const MAX_PIPES = 256

/** Frames a second to one device: below the relay's 60, so that it never has to cut. */
export const FRAMES_PER_SECOND = 55
/** Frames that may go at once after a pause: below the relay's 240. */
export const FRAMES_BURST = 200
/** Bytes that the transport may hold unsent for one device before bulk waits. */
export const MAX_BACKLOG = 64 * 1024
/** Looks again at a full backlog after this. */
export const BACKLOG_RETRY_MS = 33
/** Messages that wait to be sealed for one device, bulk not counted: more means that it does not read. */
export const MAX_WAITING = 1_024
/** Bytes of them: two of the largest messages. */
export const MAX_WAITING_BYTES = 32 * 1024 * 1024
/** Unsent frames of a device, after which it is ended as too slow however little waits. */
export const STALLED_MS = 60_000

/** Subscriptions of one device at a time: as many as its link follows. */
export const MAX_SUBSCRIPTIONS = 64
/** Calls of one device that are being answered at a time: as many as its link lets wait. */
export const MAX_CALLS = 256
/** Bytes of events in one frame: what fits a frame after packing. */
export const EVENT_BYTES = 16 * 1024
/** Events a device may be behind with its acknowledgements before it gets them less often. */
export const LAG_EVENTS = 256
/** Events it may be behind before it gets no more until it acknowledges some. */
export const MAX_LAG_EVENTS = 4_096
/** Least time between two frames of one subscription of a slow device. */
export const SLOW_MIN_MS = 33
/** Most time between them. */
export const SLOW_MAX_MS = 100
/** Settled turns in a first snapshot; earlier ones are fetched by scrolling. */
export const SNAPSHOT_TURNS = 20
/** Waits before a prompt that could not be stored is tried again; then its device begins anew. */
export const PROMPT_RETRIES_MS: readonly number[] = [1_000, 2_000, 5_000, 10_000, 20_000]
/** Prompts of one device that are being admitted at a time: as many as its outbox holds. */
export const MAX_PROMPTS = 256
/** Before a device whose rights have changed is cut, for the last word to get through. */
export const GOODBYE_MS = 250
