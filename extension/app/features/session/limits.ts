import type { Limit } from '@hearth/shared/session'

/** Bounds of what a session's screen does; docs/limits.md lists them. */
export const SESSION_SCREEN_LIMITS = {
  promptLines: {
    value: 12,
    unit: 'lines',
    why: 'Lines shown of a prompt before "Show all": what was asked must not push the answer out of sight',
  },
  outputLines: {
    value: 16,
    unit: 'lines',
    why: 'Lines shown of a tool’s output before "Show all"',
  },
  chipText: {
    value: 120,
    unit: 'characters',
    why: 'Characters shown of a prompt that waits above the composer; the whole text is in its title and comes back with Edit',
  },
} as const satisfies Record<string, Limit>
