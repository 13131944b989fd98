/** Bounds of the policy room; docs/limits.md repeats them. */

/** Rules at a time: more than a person would look through, and judging a request goes through all. */
export const MAX_RULES = 500
/** Largest rule in bytes, as JSON: what fits a signed decision, and one line of the audit. */
export const MAX_RULE_BYTES = 8_192
/** Life in ms of a rule that allows within one turn: a turn may wait days for a person, not for ever. */
export const TURN_RULE_MS = 7 * 24 * 3_600_000
/** How long a removal can be taken back, in ms: 30 days. */
export const UNDO_MS = 30 * 24 * 3_600_000
/** Removed rules that are kept for it, the newest. */
export const MAX_REMOVED = 500
/** Past requests that are kept for previews, the newest: some weeks of work. */
export const MAX_HISTORY = 2_000
/** Largest past request in bytes that is kept whole; of larger ones only their line is kept, and no rule matches it. */
export const MAX_PAST_BYTES = 8_192
/** Matches of a preview that are listed: a screen or two. */
export const MAX_MATCHES = 50
/** How deep command lines in the words of others are looked into for rules that hold back; past that it may be anything. */
export const MAX_TOUCH_DEPTH = 2
/** Largest file of rules in bytes that is read: the most rules at their longest. */
export const MAX_IMPORT_BYTES = 4 * 1024 * 1024
/** Commands of a line that rules may allow together: more is a script, and nobody reads it in a line. */
export const MAX_ALLOWED_COMMANDS = 32
/** Words of a command among which another is looked for; in a longer one it is taken to be there perhaps. */
export const MAX_TOUCH_WORDS = 256
/** Commands that are looked for in a line, those in its words included; past that it may be anything. */
export const MAX_SPOKEN = 2_000
/** Paths that the words of a line are followed to for rules about files; past that it may touch anything. */
export const MAX_WORD_PLACES = 256
