import { encode } from '@msgpack/msgpack'
import fc from 'fast-check'
import { deflateSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { SessionEvent } from '../session/index.ts'
import { sessionLog } from '../testing/session-log.ts'
import { deflate } from './deflated.ts'
import { chunk, FrameKind } from './envelope.ts'
import { MAX_EVENT_BYTES } from './limits.ts'
import { packEvent, packLive, unpackEvent, unpackLive } from './live.ts'
import { type MalformedReason, OversizeError } from './malformed.ts'
import { reason } from './testing.ts'

const text = (seq: number, words: string): SessionEvent => ({
  type: 'text',
  seq,
  turn: 12,
  block: 3,
  kind: 'message',
  text: words,
})
const tool = (output: string): SessionEvent => ({
  type: 'tool',
  at: 1_760_000_000_000,
  seq: 7,
  turn: 1,
  block: 0,
  call: 'call_1',
  content: [{ type: 'text', text: output }],
})
/** Bytes that no compression gains from, always the same. */
const noise = (length: number): Uint8Array => {
  let seed = 1
  return Uint8Array.from({ length }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed >>> 8
  })
}

describe('round trips', () => {
  test('any log, event by event and as one payload', () => {
    fc.assert(
      fc.property(sessionLog(), fc.nat({ max: 1023 }), (log, sub) => {
        const packed = log.map(packEvent)
        expect(packed.map((bytes) => unpackEvent(bytes))).toEqual(log)
        expect(unpackLive(packLive(sub, packed))).toEqual({ sub, events: log })
      }),
    )
  })

  test('text of any shape', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3000, size: 'max' }), fc.nat(), (words, seq) => {
        const event = text(seq + 1, words)
        expect(unpackEvent(packEvent(event))).toEqual(event)
      }),
    )
  })

  test('a thought stays a thought', () => {
    const event: SessionEvent = { type: 'text', seq: 1, turn: 1, block: 0, kind: 'thought', text: 'hm' }
    expect(unpackEvent(packEvent(event))).toEqual(event)
  })
})

describe('size', () => {
  test('a token’s frame content fits 40 bytes, and so the smallest bucket with its length field', () => {
    for (const seq of [1, 200, 40_000, 16_000_000]) {
      const payload = packLive(5, [packEvent(text(seq, ' token'))])
      const [content] = chunk(FrameKind.live, 70_000, payload)
      expect(content?.length).toBeLessThanOrEqual(40)
    }
    expect(packLive(1, [packEvent(text(300, ' word'))])).toHaveLength(15)
  })

  test('a large event is deflated where that helps, alone', () => {
    const long = tool('drwxr-xr-x 2 alice alice 4096\n'.repeat(500))
    expect(packEvent(long).length).toBeLessThan(2000)
    expect(unpackEvent(packEvent(long))).toEqual(long)
    const single = packEvent(long)
    expect(packLive(1, [single, single])).toHaveLength(2 * single.length + 2)
  })

  test('what would not shrink, or is small, is sent as it is', () => {
    expect(deflate(noise(2000))).toBeNull()
    expect(deflate(new Uint8Array(1023))).toBeNull()
    expect(deflate(new Uint8Array(1024))?.length).toBeLessThan(100)
  })

  test('an event above the bound is not sent', () => {
    expect(() => packEvent(tool('x'.repeat(MAX_EVENT_BYTES)))).toThrow(OversizeError)
  })
})

describe('what is no event (Z1, Z2)', () => {
  const bomb = deflateSync(new Uint8Array(64 * 1024 * 1024), { level: 9 })
  const deflated = (value: unknown) => [9, deflateSync(encode(value))]
  const body = { type: 'plan', at: 1, turn: 1, entries: [] }

  test.each<[string, unknown, MalformedReason]>([
    ['an unknown tag', [3, 1, 1, 0, 'x'], 'schema'],
    ['seq 0', [1, 0, 1, 0, 'x'], 'schema'],
    ['a seq that is no whole number', [1, 1.5, 1, 0, 'x'], 'schema'],
    ['turn 0', [1, 1, 0, 0, 'x'], 'schema'],
    ['block -1', [1, 1, 1, -1, 'x'], 'schema'],
    ['text that is none', [1, 1, 1, 0, 7], 'schema'],
    ['a text event with more', [1, 1, 1, 0, 'x', 0], 'schema'],
    ['a text event with less', [1, 1, 1, 0], 'schema'],
    ['a body with more', [0, 1, body, 1], 'schema'],
    ['a body that is none', [0, 1, { ...body, type: 'shout' }], 'schema'],
    ['a body with a seq of its own', [0, 1, { ...body, seq: 2 }], 'schema'],
    ['no list', 'x', 'schema'],
    ['what is not deflated', [9, Uint8Array.of(7, 7, 7, 7)], 'deflate'],
    ['nothing deflated', [9, new Uint8Array()], 'truncated'],
    ['half of something deflated', [9, deflateSync(encode([0, 1, body])).subarray(0, 9)], 'deflate'],
    ['deflated in deflated', deflated(deflated([0, 1, body])), 'schema'],
    ['deflated garbage', deflated(new Date(0)), 'type'],
    ['a bomb', [9, bomb], 'size'],
  ])('%s', (_, event, expected) => {
    expect(reason(() => unpackEvent(encode(event)))).toBe(expected)
    expect(reason(() => unpackLive(encode([1, event])))).toBe(expected)
  })

  test('many small bombs are one large one', () => {
    const small = deflateSync(encode([1, 1, 1, 0, 'x'.repeat(MAX_EVENT_BYTES - 100)]))
    expect(reason(() => unpackLive(encode([1, ...Array.from({ length: 9 }, () => [9, small])])))).toBe('size')
  })

  test.each<[string, unknown]>([
    ['no list', 7],
    ['no events', [1]],
    ['no subscription', ['x', [1, 1, 1, 0, 'x']]],
    ['a subscription out of range', [1024, [1, 1, 1, 0, 'x']]],
  ])('a payload with %s', (_, payload) => {
    expect(reason(() => unpackLive(encode(payload)))).toBe('schema')
  })

  test('garbage gives typed errors only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        reason(() => unpackLive(bytes))
        expect(reason(() => unpackEvent(encode([9, bytes])))).not.toBeNull()
      }),
    )
  })
})
