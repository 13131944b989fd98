/** Bounds of pushes; docs/limits.md repeats them. All times in ms unless said. */

/** Bytes of a push's JSON; a longer one loses the exact text. Each is padded to this, so that lengths say nothing. */
export const MAX_PUSH_TEXT = 3_072
/** Characters of what asks, and of its title: one line of a notification each. */
export const MAX_LINE = 120
/** Characters of all reasons for a risk together: a notification shows a few lines. */
export const MAX_REASONS = 400

/** Bytes of the file with the key for push services: one key. */
export const MAX_PUSH_KEY_FILE = 4_096
/** A signed statement for a push service is good for so long: half of what RFC 8292 allows, for clocks that differ. */
export const VAPID_LIFE_MS = 12 * 3_600_000
/** One is made anew when less than this is left of it. */
export const VAPID_LEFT_MS = 3_600_000
/** Statements kept, one for each push service: browsers know a handful. */
export const MAX_STATEMENTS = 16

/** From a request, or a turn's end, to its first push: what is answered at once wakes nobody. */
export const DEBOUNCE_MS = 1_500
/** Waits between one push about a request and the next: it comes again 2, 10 and 30 minutes after the first. */
export const REPEAT_GAPS_MS: readonly number[] = [120_000, 480_000, 1_200_000]
/** For so long a push service keeps a push about a request or a turn, s: a phone that was off for an afternoon. */
export const REQUEST_TTL_S = 4 * 3_600
/** The same for a test, s: somebody looks at the screen meanwhile. */
export const TEST_TTL_S = 60

/** Longest contact for push services, in characters: a mail address has 254 at most. */
export const MAX_CONTACT = 300
/** Pushes that wait for one device; the oldest gives way. A newer one about the same thing replaces the older. */
export const MAX_QUEUED_PUSHES = 32
/** Waits before a push that was not taken is tried again; then it is given up, and the next repetition tries anew. */
export const PUSH_RETRIES_MS: readonly number[] = [2_000, 10_000, 60_000, 300_000]
/** The longest wait that a push service can ask for before the push is given up. */
export const MAX_RETRY_WAIT_MS = 900_000
/** Requests and devices about which something is planned at once: more than 16 devices with 64 requests each. */
export const MAX_WAKES = 1_024
