/** Bounds of looking after a host from its devices; docs/limits.md repeats them. */

/** Agents tried at a time for devices: each starts a program. */
export const MAX_CHECKS = 2
