/** Bounds of the turn engine's parts; docs/limits.md repeats them. */

/** Longest record of what others did, in UTF-16 units, its fence included: about 3,000 tokens before a prompt. */
export const DIGEST_MAX = 12 * 1024
/** Room that the record of one turn needs at least, in UTF-16 units; where less is left, older turns are only counted. */
export const DIGEST_TURN_LEAST = 480
/** Room under which a part of a turn's record (prompt, answer) says nothing, in UTF-16 units. */
export const DIGEST_PART_LEAST = 60
/** Room kept for the line that says how many more files or commands there are, in UTF-16 units. */
export const DIGEST_MORE_MAX = 40
/** Room kept for the head of a record and its line about what was left out, in UTF-16 units. */
export const DIGEST_FRAME = 1_400
/** Files, and commands, that the record of one turn names. */
export const DIGEST_ITEMS = 12
/** Longest path, command or name in a record, in UTF-16 units. */
export const DIGEST_ITEM_MAX = 160
/** Longest name of an agent in a record, in UTF-16 units. */
export const DIGEST_NAME_MAX = 60
/** Agents whose names a record gives for the turns that it only counts. */
export const DIGEST_NAMES = 6

/** An agent session of which nothing was wanted for so long is let go, in ms: a pause for coffee keeps it warm. */
export const WARM_IDLE_MS = 30 * 60_000
/** Agents with a process of their own that are kept at a time: each takes about 300 MB. */
export const MAX_LIVE_AGENTS = 8
/** Such agents at a time when all of them are at work: what a machine of 8 GB can just hold. */
export const MAX_LIVE_AGENTS_HARD = 16

/** A running turn of which nothing was heard for so long is asked about, in ms: long thinking is not yet a stall. */
export const QUIET_MS = 2 * 60_000
/** Longest wait for the agent's own word on that, in ms; after it the agent counts as silent. */
export const QUIET_ASK_MS = 5_000
/** Pause before it is asked again while it stays quiet, in ms. */
export const QUIET_AGAIN_MS = 2 * 60_000

/** How long an agent may take to end a turn after it was asked to stop, in ms. */
export const STOP_ASK_MS = 5_000
/** How long it may take after it was asked again, in ms. */
export const STOP_INTERRUPT_MS = 3_000
/** How long the end of its process may take, in ms: the grace between the polite signal and the last one. */
export const STOP_KILL_MS = 6_000

/** Turns that are read to tell an agent what it missed: the newest ones, about a day's work. */
export const DIGEST_TURNS = 32
/** Agents of one session that are kept in mind; those used longest ago are let go. */
export const SESSION_AGENTS_MAX = 16
/** What one agent of a session offers at most, as JSON in UTF-16 units: those of all its agents go into one message. */
export const OFFER_TEXT = 256 * 1024
/** Pause in which changes of what a session's agents offer are told as one, in ms. */
export const AGENTS_TELL_MS = 50
/** Prompts that steer one turn at a time; more wait for those to be taken in. */
export const STEERING_MAX = 8
/** After its turn has ended, what became of a prompt that steered must be known within this, in ms; else it is `unknown`. */
export const STEER_SETTLE_MS = 10_000
/** After an agent's process has ended, its driver must say how the turn ended within this, in ms; else the host does. */
export const ENDED_SETTLE_MS = 5_000
