import * as v from 'valibot'
import { RequestId, Risk, SessionId } from '../session/index.ts'
import { WIRE_LIMITS } from './limits.ts'

const minute = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24 * 60 - 1))

/**
 * What a device wants to be woken for. `quiet`: minutes of the day in a time zone, in which only risk 4 may wake it;
 * `from` is the first quiet one and `to` the first that is not, over midnight where `to` is earlier.
 */
export const PushWishes = v.strictObject({
  requests: v.boolean(),
  /** Turns that ended: done, failed, or not known. */
  turns: v.boolean(),
  quiet: v.nullable(
    v.strictObject({
      from: minute,
      to: minute,
      zone: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.zoneLength.value)),
    }),
  ),
})
export type PushWishes = v.InferOutput<typeof PushWishes>

/**
 * What a push carries, sealed by the host for one device (RFC 8291), as JSON. Nothing is decided by it: a device that
 * allows from a notification fetches the request over a channel and compares `hash`, the SHA-512 of its bytes.
 * `host` is the host's id. What people or agents wrote comes as it is (`exact`, `reasons`) or already made visible
 * (`where`, `title`).
 */
export const PushBody = v.variant('kind', [
  v.strictObject({
    kind: v.literal('request'),
    host: v.string(),
    request: RequestId,
    session: SessionId,
    /** What asks: project and session, agent. */
    where: v.string(),
    title: v.string(),
    /** The exact command, paths or question; null where it is too long for a push. */
    exact: v.nullable(v.string()),
    risk: v.nullable(Risk),
    reasons: v.array(v.string()),
    /** Hex; null for what can't be decided from its exact words alone: an answer in words, an edit. */
    hash: v.nullable(v.string()),
    /** How often it was sent before. */
    again: v.number(),
  }),
  /** It no longer waits. */
  v.strictObject({ kind: v.literal('gone'), host: v.string(), request: RequestId, how: v.string() }),
  v.strictObject({
    kind: v.literal('turn'),
    host: v.string(),
    session: SessionId,
    title: v.string(),
    outcome: v.string(),
  }),
  v.strictObject({ kind: v.literal('test'), host: v.string(), nonce: v.string() }),
])
export type PushBody = v.InferOutput<typeof PushBody>
