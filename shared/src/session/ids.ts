import * as v from 'valibot'

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)))

/** A session's id: 16 random bytes in hex, chosen by whoever creates it, so that creating is idempotent. */
export const SessionId = hex(16)
/** A prompt's id: 16 random bytes in hex, chosen by the device; admitted at most once. */
export const PromptId = hex(16)
/** A request's id: 16 random bytes in hex, chosen by the host. */
export const RequestId = hex(16)
/** A device's or host's id: 16 bytes in hex, derived from its keys. */
export const PartyId = hex(16)
/** A project's id: 8 bytes in hex, derived by the host from the folder's real path. */
export const ProjectId = hex(8)
/** An agent's catalog id, such as `opencode`. */
export const AgentId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/))
/** A turn's number in its session: 1, 2, 3… in the order of admission. */
export const TurnNumber = v.pipe(v.number(), v.integer(), v.minValue(1))
/** A block's number in its turn: 0, 1, 2… in the order of appearance. */
export const BlockNumber = v.pipe(v.number(), v.integer(), v.minValue(0))
/** An event's number in its session's log: 1, 2, 3… without gaps. */
export const Seq = v.pipe(v.number(), v.integer(), v.minValue(0))
/** The last moment that a `Date` can name; it throws at any later one. */
const LAST_INSTANT = 8.64e15

/** Milliseconds since the Unix epoch, by the host's clock. */
export const Instant = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LAST_INSTANT))
