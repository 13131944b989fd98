import { EventBody, type SessionEvent } from '../session/index.ts'
import { SubId } from './common.ts'
import { deflate, inflate } from './deflated.ts'
import { MAX_EVENT_BYTES, MAX_MESSAGE_BYTES } from './limits.ts'
import { MalformedError, OversizeError, type Reader } from './malformed.ts'
import { pack, parseAs, unpack } from './packed.ts'

/**
 * First element of an event in compact form. Numbers are on the wire: never reuse one.
 * `[body, seq, body]`, `[message | thought, seq, turn, block, text]`, `[deflated, bytes of one of the others]`.
 */
export const LiveTag = { body: 0, message: 1, thought: 2, deflated: 9 } as const

/** Events of one subscription, in order. */
export interface Live {
  readonly sub: number
  readonly events: SessionEvent[]
}

const compact = (event: SessionEvent): unknown[] => {
  if (event.type === 'text') {
    const { kind, seq, turn, block, text } = event
    return [LiveTag[kind], seq, turn, block, text]
  }
  const { seq, ...body } = event
  return [LiveTag.body, seq, body]
}

/**
 * One event in compact form; the same bytes serve the log and every device. From 1 KiB on it is deflated by itself
 * where that helps, so that no two events ever share a compression context.
 * @throws {OversizeError}
 */
export const packEvent = (event: SessionEvent): Uint8Array => {
  const bytes = pack(compact(event))
  if (bytes.length > MAX_EVENT_BYTES) throw new OversizeError(bytes.length, MAX_EVENT_BYTES)
  const deflated = deflate(bytes)
  return deflated ? pack([LiveTag.deflated, deflated]) : bytes
}

const isCount = (value: unknown, from: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= from

/** What a payload may still inflate to: many small bombs are one large one. */
interface Budget {
  left: number
}

const inflated = (bytes: Uint8Array, budget: Budget, reader: Reader): Uint8Array => {
  const whole = inflate(bytes, Math.min(MAX_EVENT_BYTES, budget.left), reader)
  budget.left -= whole.length
  return whole
}

/** Rebuilds an event from its compact form. The hot one is checked by hand, which is what the schema would check. */
const expand = (data: unknown, reader: Reader, budget: Budget | null): SessionEvent => {
  if (!Array.isArray(data)) throw new MalformedError(reader, 'schema', 'event')
  const [tag, seq, turn, block, text] = data as unknown[]
  if (tag === LiveTag.deflated && budget && data.length === 2 && seq instanceof Uint8Array) {
    return expand(unpack(inflated(seq, budget, reader), reader), reader, null)
  }
  if (!isCount(seq, 1)) throw new MalformedError(reader, 'schema', 'event seq')
  if (tag === LiveTag.body && data.length === 3) return { ...parseAs(EventBody, turn, reader), seq }
  const kind = tag === LiveTag.message ? 'message' : tag === LiveTag.thought ? 'thought' : null
  if (kind === null || data.length !== 5) throw new MalformedError(reader, 'schema', 'event tag')
  if (!isCount(turn, 1) || !isCount(block, 0) || typeof text !== 'string') {
    throw new MalformedError(reader, 'schema', 'text event')
  }
  return { type: 'text', turn, block, kind, text, seq }
}

/** What `packEvent` packed. @throws {MalformedError} */
export const unpackEvent = (bytes: Uint8Array, reader: Reader = 'device'): SessionEvent =>
  expand(unpack(bytes, reader), reader, { left: MAX_EVENT_BYTES })

const arrayHeader = (length: number): Uint8Array => {
  if (length < 16) return Uint8Array.of(0x90 | length)
  if (length < 0x10000) return Uint8Array.of(0xdc, length >>> 8, length & 0xff)
  throw new OversizeError(length, 0xffff)
}

/** The payload `[sub, ...events]` of packed events. @throws {OversizeError} */
export const packLive = (sub: number, packed: readonly Uint8Array[]): Uint8Array => {
  const parts = [arrayHeader(packed.length + 1), pack(sub), ...packed]
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  if (size > MAX_MESSAGE_BYTES) throw new OversizeError(size, MAX_MESSAGE_BYTES)
  const bytes = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** The events of a live payload, at the device; whether they are the next ones is for the reducer. @throws {MalformedError} */
export const unpackLive = (bytes: Uint8Array): Live => {
  if (bytes.length > MAX_MESSAGE_BYTES) throw new MalformedError('device', 'size')
  const data = unpack(bytes, 'device')
  if (!Array.isArray(data) || data.length < 2) throw new MalformedError('device', 'schema', 'live')
  const [sub, ...events] = data as unknown[]
  const budget = { left: MAX_MESSAGE_BYTES }
  return {
    sub: parseAs(SubId, sub, 'device'),
    events: events.map((event) => expand(event, 'device', budget)),
  }
}
