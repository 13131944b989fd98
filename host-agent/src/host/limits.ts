/** Bounds of the host as a whole; docs/limits.md repeats them. */

/** Longest name of a host in characters, as everywhere. */
export const MAX_HOST_NAME = 80
