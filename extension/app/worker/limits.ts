/** Bounds of notifications; docs/limits.md repeats them. All times in ms. */

/** Most risk that may be allowed from a notification: above it a person reads the card first. */
export const NOTICE_RISK_MAX = 2
/** Characters of the exact text up to which a notification has buttons: more, and a screen cuts it */
export const NOTICE_EXACT_CHARS = 160
/** Lines of it, for the same reason. */
export const NOTICE_EXACT_LINES = 3
/** Characters of any text put into a notification; browsers cut at about as many, without saying so. */
export const NOTICE_TEXT_CHARS = 1_000
/** From a press in a notification to a channel to the host: a phone that wakes its radio, or the host is away. */
export const REACH_MS = 15_000
/** A decision that is under way for longer was cut off with the worker; the link's own waits end before that. */
export const SENDING_MS = 120_000
/** What was decided stays to be read for so long. */
export const DONE_MS = 8_000
/** "Answered on …" stays for so long. */
export const OVER_MS = 4_000
/** Wait for windows of this browser to say that a request is on their screen. */
export const SIGHT_MS = 150
/** A request that is answered within this time needs no notification from the link. */
export const SETTLE_MS = 1_000
/** A window that opens later than this after a press was opened for something else. */
export const WANTED_MS = 5_000
/** Requests of which it is remembered that they were shown. */
export const MAX_NOTED = 500
/** For the browser to subscribe at its push service; some wait for ever where they reach none. */
export const SUBSCRIBE_MS = 20_000
/** A test push that takes longer than this counts as lost: push services hold some back for battery's sake */
export const TEST_MS = 30_000
