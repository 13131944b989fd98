/** Longest wait for one answer of an agent, in ms: the coldest start seen took 3.6 s, on a quiet machine. */
export const ANSWER_MS = 30_000
/** An agent that says nothing for this long is taken to have said all, in ms. */
export const QUIET_MS = 600
/** Longest wait for that quiet, in ms. */
export const QUIET_AT_MOST_MS = 5_000
/** Given to an agent to end by itself once its standard input has ended, in ms. */
export const EOF_MS = 4_000
/** Output kept of one terminal, in characters. */
export const TERMINAL_OUTPUT = 20_000
/** Characters kept of one text in a recording. */
export const RECORDED_TEXT = 1_500
/** Entries kept of one long list, such as commands or models, in a recording. */
export const RECORDED_ENTRIES = 4
