/** Bounds of the host as a whole; docs/limits.md repeats them. */

/** Between two looks at the agents, in ms: a person who opens the panel sees a failed agent within seconds. */
export const AGENTS_LOOK_MS = 2_000
/** Longest name of a host in characters, as everywhere. */
export const MAX_HOST_NAME = 80
