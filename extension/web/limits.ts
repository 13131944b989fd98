/** Bounds of the web view's offline start. All times in ms. */

/** A start waits this long for the relay before the kept page is shown: a phone between two cells must not stay blank. */
export const START_MS = 3_000
