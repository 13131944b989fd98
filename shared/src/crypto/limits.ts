/** Bounds of the crypto room; docs/limits.md repeats them. */

/** Frames per direction under one handshake: keeps counters and key use far below any bound of the cipher. */
export const MAX_FRAMES = 2 ** 20
/** Frames between two ratchet steps: what a stolen channel key can read back at most. */
export const RATCHET_FRAMES = 1024
/** Padded plaintext sizes: six sizes are all that the relay learns. */
export const BUCKETS = [64, 256, 1024, 4096, 16384, 65536] as const
/** Requests, offers, decisions and receipts pad to this, so that allow and deny look alike. */
export const DECISION_BUCKET = 1024
/** Header (10) and authentication tag (16) around every padded plaintext. */
export const FRAME_OVERHEAD = 26
/** Biggest content of one frame: the biggest bucket less its length field. */
export const MAX_CONTENT = 65_532
/** Biggest frame on the wire. */
export const MAX_FRAME = 65_562
/** Life of a pairing secret in ms: long enough to fetch a phone, short enough to forget a photograph. */
export const PAIRING_TTL_MS = 600_000
/** Longest relay origin in a link or a login: one length byte. */
export const MAX_ORIGIN = 255
/** Biggest body of an audit entry: a decision with its request reference is far smaller. */
export const MAX_AUDIT_BODY = 65_536
/** Age of a first login challenge in ms: one round trip with room for a slow phone. */
export const LOGIN_CHALLENGE_MS = 30_000
/** Age of a challenge handed over in advance in ms: a night without network. */
export const NEXT_CHALLENGE_MS = 86_400_000
