/** Bounds of the command line; docs/limits.md repeats them. */

/** Wait for the host's word about a prompt when nobody waits for the turn, in ms. */
export const ADMIT_MS = 10_000
/** Longest wait for one step of the tour, in ms: the agent's cold start is in the first. */
export const TOUR_STEP_MS = 90_000
/** Longest orderly end, in ms; after that the process just ends, which loses nothing. */
export const CLOSE_MS = 15_000
/** Longest wait for an agent to start and tell its models, in ms: a cold start on a slow disk. */
export const MODELS_MS = 15_000
/** One agent's start, session and end, in ms: each step has a bound of its own, this is above their sum. */
export const DIAGNOSE_MS = 90_000
/** Longest text read from standard input, in bytes. */
export const MAX_INPUT = 1024 * 1024
/** Longest wait for a program to say its version, in ms. */
export const VERSION_MS = 10_000
/** Free bytes below which a worktree and its log may not fit any more. */
export const LOW_DISK = 512 * 1024 * 1024
/** Bytes kept of a page that `doctor` asks for: a relay's health page has eleven. */
export const PROBE_BYTES = 4_096
/** A certificate that ends within so long may not be renewed in time, in ms: the shortest live six days. */
export const CERTIFICATE_SOON_MS = 2 * 86_400_000
/** Clocks further apart than this shorten a pairing link's ten minutes noticeably, in ms. */
export const CLOCK_SKEW_MS = 60_000
/** Longest wait for a relay's health page, in ms. */
export const HEALTH_MS = 5_000
/** Biggest configuration file in bytes. */
export const MAX_CONFIG = 64 * 1024
/** Biggest file that goes with a prompt, in bytes: as much as fits its images. */
export const MAX_ATTACHMENT = 768 * 1024
/** Ports tried after it when nobody has asked for one. */
export const MORE_PORTS = 9
/** Turns asked for at once. */
export const EXPORT_PAGE = 5
/** Making a session, in ms: its worktree's checkout takes as long as git needs, which the host bounds. */
export const NEW_SESSION_MS = 150_000
/** Listing or adopting an agent's own sessions, in ms: a cold agent starts first. */
export const FOREIGN_MS = 60_000
/** Wait for round trips to be measured before `remote status` prints, in ms. */
export const MEASURE_MS = 2_000
/** Requests whose titles are remembered while the record is told: far more than wait at once. */
export const MAX_TOLD_REQUESTS = 4_096
/** Decisions of devices from this risk on are told to the owner at the host. */
export const NOTABLE_RISK = 3
/** Longest that a program which shows a notice may run, in ms. */
export const NOTIFIER_MS = 10_000
/** Notices on the desktop within NOTICE_WINDOW_MS: more are counted, and `hearth log` has all. */
export const NOTICES_PER_WINDOW = 6
/** See NOTICES_PER_WINDOW, in ms. */
export const NOTICE_WINDOW_MS = 60_000
