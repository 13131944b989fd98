/** Bounds of searching the sessions; docs/limits.md repeats them. */

/** Longest that a search reads on, in ms: what it found until then is the newest, and it says that there may be more. */
export const SEARCH_MS = 4_000
/** Work in ms after which a search lets everything else of the host go first. */
export const SEARCH_SLICE_MS = 6
/** Bytes of a stored turn that are looked at in one go: what has no accents is looked at faster. */
export const SEARCH_CHUNK = 16 * 1024
/** Largest stored turn in bytes that is read as a whole, in some 3 ms; a larger one is read block by block. */
export const SEARCH_WHOLE = 512 * 1024
/** Largest stored turn in bytes that is looked into: a larger one can't even be fetched within a moment, and is left out. */
export const SEARCH_MAX_TURN = 8 * 1024 * 1024
/** Searches at a time, over all devices: an older one of the same device ends with what it has. */
export const MAX_SEARCHES = 16
