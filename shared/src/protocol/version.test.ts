import { sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { EventBody } from '../session/index.ts'
import { wireShape } from '../testing/wire-shape.ts'
import { Close } from './close.ts'
import { Down } from './down.ts'
import { CHUNK_BYTES, FLAG_FIN, FLAG_FIRST, FrameKind, HEADER_BYTES, TOTAL_BYTES } from './envelope.ts'
import { WIRE_LIMITS } from './limits.ts'
import { LiveTag } from './live.ts'
import { PairingDetails, PairingVerdict } from './pairing.ts'
import { Up } from './up.ts'
import { isSpoken, MIN_VERSION, PROTOCOL_VERSION } from './version.ts'

/** What was on the wire, by version: SHA-512 of its shape. */
const WIRE: Readonly<Record<number, string>> = {
  1: 'adc6aa3fafd193fc46494920f473061d84a03e3f9a1c5c863264a589ded72332963510ba6c8c74ca5acd3c959fde6285af2eceffb39299df216a10dae0f61191',
}

const HOW = `What travels between device and host has changed. If version ${PROTOCOL_VERSION} is released: raise
PROTOCOL_VERSION in protocol/version.ts, add its line of history, and add the hash below under the new number.
If it is not: replace its hash by`

const shape = wireShape({
  Up,
  Down,
  EventBody,
  PairingDetails,
  PairingVerdict,
  Close,
  LiveTag,
  FrameKind,
  frame: { FLAG_FIRST, FLAG_FIN, HEADER_BYTES, TOTAL_BYTES, CHUNK_BYTES },
  limits: Object.fromEntries(Object.entries(WIRE_LIMITS).map(([name, limit]) => [name, limit.value])),
})

test('the wire is what this version says', () => {
  const hash = bytesToHex(sha512(utf8ToBytes(shape)))
  expect(hash, `${HOW}\n${hash}`).toBe(WIRE[PROTOCOL_VERSION])
})

test('every version has its own wire', () => {
  expect(Object.keys(WIRE).map(Number)).toEqual(Array.from({ length: PROTOCOL_VERSION }, (_, i) => i + 1))
  expect(new Set(Object.values(WIRE)).size).toBe(PROTOCOL_VERSION)
})

test('versions from the oldest understood to this one are spoken', () => {
  expect([MIN_VERSION - 1, MIN_VERSION, PROTOCOL_VERSION, PROTOCOL_VERSION + 1].map(isSpoken)).toEqual([
    false,
    true,
    true,
    false,
  ])
})

describe('the shape changes with', () => {
  const before = v.variant('t', [v.strictObject({ t: v.literal('a'), n: v.pipe(v.number(), v.maxValue(5)) })])
  const other = (entries: v.ObjectEntries & { t: v.LiteralSchema<string, undefined> }) =>
    v.variant('t', [v.strictObject(entries)])
  const t = v.literal('a')
  test.each<[string, unknown]>([
    ['a literal', other({ t: v.literal('b'), n: v.pipe(v.number(), v.maxValue(5)) })],
    ['a field more', other({ t, n: v.pipe(v.number(), v.maxValue(5)), m: v.number() })],
    ['a field less', other({ t })],
    ['a name', other({ t, m: v.pipe(v.number(), v.maxValue(5)) })],
    ['a bound', other({ t, n: v.pipe(v.number(), v.maxValue(6)) })],
    ['a bound less', other({ t, n: v.number() })],
    ['the kind of a bound', other({ t, n: v.pipe(v.number(), v.minValue(5)) })],
    ['a type', other({ t, n: v.string() })],
    ['null', other({ t, n: v.nullable(v.pipe(v.number(), v.maxValue(5))) })],
    ['absence', other({ t, n: v.optional(v.pipe(v.number(), v.maxValue(5))) })],
    ['metadata', other({ t, n: v.pipe(v.number(), v.maxValue(5), v.metadata({ bytes: 1 })) })],
    ['a second message', v.variant('t', [...before.options, v.strictObject({ t: v.literal('b') })])],
    ['a bound within a bound', other({ t, n: v.pipe(v.pipe(v.number(), v.integer()), v.maxValue(5)) })],
    ['openness', v.variant('t', [v.object({ t, n: v.pipe(v.number(), v.maxValue(5)) })])],
  ])('%s', (_, after) => {
    expect(wireShape(after)).not.toBe(wireShape(before))
  })

  test('nothing else: the same schema made anew has the same shape', () => {
    expect(wireShape(other({ t, n: v.pipe(v.number('Another text'), v.maxValue(5, 'here too')) }))).toBe(
      wireShape(before),
    )
  })
})
