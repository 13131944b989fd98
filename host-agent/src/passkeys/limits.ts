/** Bounds of the passkeys room; docs/limits.md repeats them. */

/** How long the owner’s window for a new passkey stays open, in ms: time to walk to the phone, not to forget it. */
export const WINDOW_MS = 600_000
/** How long a challenge for a registration holds, in ms: a person looks for a finger or a PIN. */
export const CHALLENGE_MS = 300_000
/** Passkeys of one device: its own authenticator, a security key, and a spare of each. */
export const MAX_PASSKEYS = 4
