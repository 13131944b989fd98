/** Bounds of the host agent outside of its agents. docs/limits.md lists them. */

/** How long a write waits for another program that holds the database, in ms: longer would stall every session. */
export const STORE_BUSY_MS = 1_000
/** Events written in one transaction: bounds how long one commit holds the event loop. */
export const COMMIT_MAX_EVENTS = 512
/** Events read from the database at once: a page costs about a millisecond. */
export const LOG_PAGE_EVENTS = 256
/** Bytes of recent events that a loaded session keeps in memory, so that live readers need no database. */
export const TAIL_MAX_BYTES = 256 * 1024
/** Recent events kept in memory, whatever their size. */
export const TAIL_MAX_EVENTS = 512

/** Sessions that are loaded although nothing happens in them; the least recently used are let go. */
export const IDLE_SESSIONS_LOADED = 32
/** Sessions in all: their lines are listed to every device at attach. */
export const MAX_SESSIONS = 2_000
/** Project folders that may be allowed. */
export const MAX_PROJECTS = 200
/** Prompts that may wait in one session. */
export const MAX_QUEUED_PROMPTS = 50
/** Turns in one snapshot, and in one page of history. */
export const MAX_TURN_PAGE = 50

/** Live events a second per session while someone watches, and how many may come at once. */
export const PACE_PER_SECOND = 60
export const PACE_BURST = 12
/** Longest a piece of text is held while someone watches, in ms: one frame of a screen. */
export const PACE_HOLD_MS = 16
/** Longest a piece of text is held while nobody watches, in ms: what a crash could lose of the log. */
export const PACE_UNWATCHED_MS = 250
/** Text of one event, in UTF-16 units: one event fits one frame. */
export const TEXT_EVENT_MAX = 16 * 1024
/** Output, and input, of one tool update, in UTF-16 units: an event fits the wire. The middle of more is left out. */
export const TOOL_TEXT_MAX = 128 * 1024
/** Items in one tool update: content, locations. */
export const TOOL_ITEMS_MAX = 64
/** Titles, codes, messages and other short texts from agents, in UTF-16 units. */
export const LINE_MAX = 1_000
/** Blocks of one turn: a runaway agent must not grow a turn for ever. */
export const TURN_MAX_BLOCKS = 20_000
/** Requests that one turn may wait for at once. */
export const TURN_MAX_REQUESTS = 64

/** Pauses between tries to start an agent for the next prompt after it failed to start, in ms; the last repeats. */
export const START_BACKOFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const
/** Pauses before each try to read the agent's record after a crash, in ms; after the last the turn is `unknown`. */
export const RECOVER_PAUSES_MS = [0, 1_000, 2_000, 5_000, 10_000] as const
/** Longest one try to read the agent's record may take, in ms. */
export const RECOVER_TRY_MS = 60_000
/** Sessions that recover at the same time after a start. */
export const RECOVER_AT_ONCE = 8
/** Pauses before a session goes on after its log could not be written, in ms; the last repeats. */
export const FAULT_PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const
/** Turns of history taken over when a session is adopted: the newest ones. */
export const ADOPT_MAX_TURNS = 500

/** Longest that one git command may take, in ms: a checkout of a very large repository takes minutes. */
export const GIT_TIMEOUT_MS = 120_000
/** Output read of one git command, in bytes. */
export const GIT_MAX_OUTPUT = 1024 * 1024
/** Longest that listing a worktree's files may take, in ms: the first look at a very large one on a cold disk. */
export const LIST_TIMEOUT_MS = 10_000
/** Names read of one worktree, in bytes: about 300,000 files. */
export const LIST_MAX_BYTES = 16 * 1024 * 1024
/** Worktrees whose lists of files are kept; the one looked at longest ago goes first. */
export const LISTS_KEPT = 4
/** A list this old is made anew before it is used, in ms: while a person types one name it stays. */
export const LIST_FRESH_MS = 2_000
/** Times as long as it took to be made that a list counts as new: listing may take a twentieth of the time. */
export const LIST_REST = 20
/** Longest wait for a new list before the old list has to do, in ms: a pause between two keys. */
export const LIST_PATIENCE_MS = 150
/** Longest path that is offered, in UTF-16 units: it has to fit the name of what a prompt refers to. */
export const FILE_PATH_MAX = 1_024
/** Characters of a session's title that go into its branch's name. */
export const SLUG_MAX = 40
/** Last lines of git's own words that an error repeats. */
export const GIT_WORDS_LINES = 3
/** Characters of them. */
export const GIT_WORDS = 500
/** Characters that an error repeats of a name that can't be used. */
export const NAME_SHOWN = 80
/** Longest key of a block, in characters; a longer one is replaced by its hash, since agents and models make them. */
export const KEY_MAX = 100
/** Characters of a first prompt's first line that become the title of a session without one. */
export const TITLE_MAX = 80
