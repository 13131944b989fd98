/** Bounds of the identity room; docs/limits.md repeats them. */

const DAY_MS = 86_400_000

/** Biggest key file in bytes: a host with hundreds of relays is still far below. */
export const MAX_KEY_FILE = 65_536
/** Relays for which one host keeps keys: more than anybody runs, few enough to read at once. */
export const MAX_RELAYS = 64
/** Paired devices of one host: each costs a sealed copy of every event. */
export const MAX_DEVICES = 64
/** Life of an extension's or command line's pairing in ms: twice a year a person looks again. */
export const INSTALLED_LIFE_MS = 180 * DAY_MS
/** Life of a web app's pairing in ms, whose code its origin can change at any time. */
export const WEB_LIFE_MS = 90 * DAY_MS
/** A web app that was away this long (ms) pairs again. */
export const WEB_IDLE_MS = 30 * DAY_MS
/** Longest a pairing handshake may take between two messages, in ms: a slow phone's round trip with room. */
export const PAIRING_STEP_MS = 20_000
/** Longest a person may take to compare the digits, in ms; the device waits as long. */
export const PAIRING_CONFIRM_MS = 300_000
/** Longest name of a device in characters, escapes included. */
export const MAX_DEVICE_NAME = 80
/** Pairings that wait at a time: one person pairs one device after the other. */
export const MAX_PAIRINGS = 4
/** Pairings in a row with the same link that fail before it is thrown away: each could be a guess. */
export const MAX_PAIRING_PIPES = 8
/** Messages of a pairing that wait to be read: a pairing has two from the device, and more are dropped. */
export const MAX_PAIRING_MESSAGES = 8
