import { encode } from '@msgpack/msgpack'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { replay } from '../session/index.ts'
import { sessionLog } from '../testing/session-log.ts'
import { decodeDown, decodeUp, encodeDown, encodeUp } from './codec.ts'
import type { Down } from './down.ts'
import { Down as DownSchema } from './down.ts'
import { MAX_MESSAGE_BYTES } from './limits.ts'
import { type MalformedReason, OversizeError } from './malformed.ts'
import { SAMPLES_DOWN, SAMPLES_UP } from './samples.testdata.ts'
import { reason } from './testing.ts'
import { Up } from './up.ts'

describe('every message', () => {
  test.each(SAMPLES_UP.map((message) => [message.t, message] as const))('up: %s', (_, message) => {
    expect(decodeUp(encodeUp(message))).toEqual(message)
  })
  test.each(SAMPLES_DOWN.map((message) => [message.t, message] as const))('down: %s', (_, message) => {
    expect(decodeDown(encodeDown(message))).toEqual(message)
  })
  test('has a sample', () => {
    const names = (schema: { options: readonly { entries: { t: { literal: string } } }[] }) =>
      schema.options.map((option) => option.entries.t.literal).sort()
    expect([...new Set(SAMPLES_UP.map((message) => message.t))].sort()).toEqual(names(Up))
    expect([...new Set(SAMPLES_DOWN.map((message) => message.t))].sort()).toEqual(names(DownSchema))
  })
  test('snapshots of any session come through', () => {
    fc.assert(
      fc.property(sessionLog(40), (log) => {
        const state = replay(null, log)
        const snapshot: Down | null = state && { t: 'snapshot', sub: 1, state }
        if (snapshot) expect(decodeDown(encodeDown(snapshot))).toEqual(snapshot)
      }),
    )
  })
})

describe('what is no message (Z1, Z2)', () => {
  test('garbage gives typed errors only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(reason(() => decodeUp(bytes))).not.toBeNull()
        expect(reason(() => decodeDown(bytes))).not.toBeNull()
      }),
    )
  })

  test('a damaged message is refused or is another valid one, never an untyped failure', () => {
    const all = SAMPLES_UP.map(encodeUp)
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.nat(), fc.integer({ min: 0, max: 255 }), (bytes, at, value) => {
        const damaged = bytes.slice()
        damaged[at % damaged.length] = value
        reason(() => decodeUp(damaged))
      }),
    )
  })

  test('every strict prefix is refused as truncated', () => {
    for (const bytes of SAMPLES_UP.map(encodeUp)) {
      for (let end = 0; end < bytes.length; end += 1) {
        expect(reason(() => decodeUp(bytes.subarray(0, end)))).toBe('truncated')
      }
    }
  })

  const nested = (levels: number): unknown => {
    let value: unknown = 0
    for (let i = 0; i < levels; i += 1) value = [value]
    return value
  }
  const raw = (...bytes: number[]) => Uint8Array.from(bytes)
  const text = (word: string) => [0xa0 | word.length, ...Buffer.from(word)]
  test.each<[string, Uint8Array, MalformedReason]>([
    ['something after the end', raw(...encodeUp({ t: 'ping', n: 1 }), 0xc0), 'trailing'],
    ['33 levels', encode(nested(33)), 'depth'],
    ['32 levels', encode(nested(32)), 'schema'],
    ['a million levels', new Uint8Array(1_000_000).fill(0x91), 'depth'],
    ['__proto__', raw(0x81, ...text('__proto__'), 0x80), 'key'],
    ['__proto__ in long form', raw(0x81, 0xd9, 9, ...Buffer.from('__proto__'), 0x80), 'key'],
    ['a key twice', raw(0x82, ...text('t'), 1, ...text('t'), 1), 'key'],
    ['a key twice, once in long form', raw(0x82, ...text('t'), 1, 0xd9, 1, ...Buffer.from('t'), 1), 'key'],
    ['too many keys', encode(Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`k${n}`, 0]))), 'key'],
    ['a number as a key', raw(0x81, 0x01, 0x01), 'type'],
    ['NaN', encode({ t: 'ping', n: Number.NaN }), 'number'],
    ['infinity', encode({ t: 'ping', n: Number.POSITIVE_INFINITY }), 'number'],
    ['NaN, single', raw(0xca, 0x7f, 0xc0, 0, 0), 'number'],
    ['an integer beyond 2^53', raw(0xcf, 0, 0x20, 0, 0, 0, 0, 0, 1), 'number'],
    ['an integer below -2^53', raw(0xd3, 0xff, 0xdf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe), 'number'],
    ['a date (extension)', encode(new Date(0)), 'type'],
    ['the type that never is', raw(0xc1), 'type'],
    ['a list longer than its bytes', raw(0xdd, 0xff, 0xff, 0xff, 0xff), 'truncated'],
    ['a text longer than its bytes', raw(0xdb, 0xff, 0xff, 0xff, 0xff), 'truncated'],
    ['nothing', raw(), 'truncated'],
    ['an unknown message', encode({ t: 'shout' }), 'schema'],
    ['an unknown field', encode({ t: 'ping', n: 1, also: 1 }), 'schema'],
    ['a missing field', encode({ t: 'ping' }), 'schema'],
    ['too many bytes', new Uint8Array(MAX_MESSAGE_BYTES + 1), 'size'],
  ])('%s', (_, bytes, expected) => {
    expect(reason(() => decodeUp(bytes))).toBe(expected)
    expect(reason(() => decodeDown(bytes))).toBe(expected)
  })

  test('says who could not read it, and where, but not what', () => {
    const bytes = encode({ t: 'prompt', id: 'secret', session: 'secret', content: [] })
    expect(() => decodeUp(bytes)).toThrow(
      expect.objectContaining({ code: 'host.malformed', name: 'MalformedError' }),
    )
    expect(() => decodeUp(bytes)).toThrow(/\(id\)$/)
    expect(() => decodeUp(bytes)).not.toThrow(/secret/)
    expect(() => decodeDown(bytes)).toThrow(expect.objectContaining({ code: 'device.malformed' }))
  })
})

test('an error code of a newer version comes through as unknown, with its kind and text', () => {
  const error = { code: 'host.moon_phase', kind: 'state', origin: 'host', message: 'Full moon' }
  const message = decodeDown(encode({ t: 'error', call: 1, error }))
  expect(message).toEqual({ t: 'error', call: 1, error: { ...error, code: 'device.unknown_error' } })
  expect(reason(() => decodeDown(encode({ t: 'error', call: 1, error: { ...error, code: '<b>' } })))).toBe(
    'schema',
  )
})

test('what is too large is not sent', () => {
  const audit = {
    t: 'audit-head' as const,
    i: 1,
    head: new Uint8Array(MAX_MESSAGE_BYTES),
    signature: new Uint8Array(64),
  }
  expect(() => encodeDown(audit)).toThrow(OversizeError)
})

test('one prompt is bounded over all of its blocks', () => {
  const prompt = (lengths: number[]): Up => ({
    t: 'prompt',
    id: '0'.repeat(32),
    session: '0'.repeat(32),
    content: lengths.map((length) => ({ type: 'text', text: 'x'.repeat(length) })),
  })
  expect(reason(() => decodeUp(encodeUp(prompt([131_072, 131_072]))))).toBeNull()
  expect(reason(() => decodeUp(encodeUp(prompt([131_072, 131_073]))))).toBe('schema')
})
