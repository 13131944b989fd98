import type { Limit } from '@hearth/shared/session'

/** Bounds of brakes and passkeys; docs/limits.md lists them. */
export const GUARD_LIMITS = {
  passkeyMs: {
    value: 60_000,
    unit: 'ms',
    why: 'For a person to find a key and touch it: no longer than an offer of high risk lasts',
  },
} as const satisfies Record<string, Limit>
