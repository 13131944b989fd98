/** Bounds of the requests room; docs/limits.md repeats them. */

/** Life of an offer in ms: long enough to read and press, short enough that a delayed decision is void. */
export const OFFER_MS = 120_000
/** Life of an offer for risk 4, in ms. */
export const RISKY_OFFER_MS = 60_000
/** Requests that wait at a time, over all sessions: agents ask a few each; more is a runaway. */
export const MAX_PENDING = 256
/** Settled requests that are remembered, so that a late decision is told who was first. */
export const MAX_SETTLED = 1024
/** Refused decisions that are recorded per channel: a broken device must not fill the disk. */
export const MAX_RECORDED_REFUSALS = 64
/** Offers that are recorded per channel: a device that asks for one after the other must not fill the disk. */
export const MAX_RECORDED_OFFERS = 256
/** Longest wait in ms for an agent to take a reply; after it nobody knows whether it heard. */
export const REPLY_MS = 30_000
/** Longest that a second decision waits in ms to learn who was first. */
export const RIVAL_WAIT_MS = 10_000
/** Biggest file in bytes that is bound by its content: hashing it takes some ten milliseconds. */
export const MAX_BOUND_BYTES = 8 * 1024 * 1024
/** Files bound per request: scripts that one command names. */
export const MAX_BOUND_FILES = 16
/** Words of a command whose real place is bound, in case they are paths: looking each up takes some system calls. */
export const MAX_BOUND_PATHS = 256
/** Longest command in characters that is parsed; a longer one can't be asked remotely either. */
export const MAX_PARSED_COMMAND = 48 * 1024
/** Parts of a compound command that are listed one by one: more than anybody reads. */
export const MAX_PARTS = 256
/** Words behind a wrapper (`env`, `xargs`) that are judged as the start of a command: more is no command of anybody’s. */
export const MAX_WRAPPED = 32
/** How deep `sh -c '…'` inside `sh -c '…'` is looked into. */
export const MAX_SHELL_DEPTH = 3
/** Longest part of the agent’s own words that is kept, in characters: they decide nothing. */
export const MAX_AGENT_WORDS = 2000
/** Longest title of a request in characters. */
export const MAX_TITLE = 120
