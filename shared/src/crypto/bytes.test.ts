import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusal } from '../testing/crypto-cast.ts'
import { concat, equal, isZero, lp, readU16, readU32, readU64, take, u16, u32, u64, wipe } from './bytes.ts'
import { fromBase64url, fromHex, toBase64url, toHex } from './text.ts'

describe('bytes', () => {
  it('writes and reads big-endian numbers', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(0xffff), fc.nat(0xffffffff), (big, small, middle) => {
        expect(readU64(u64(big), 0)).toBe(big)
        expect(readU32(u32(middle), 0)).toBe(middle)
        expect(readU16(u16(small), 0)).toBe(small)
      }),
    )
    expect(toHex(u64(0x1_0000_0002))).toBe('0000000100000002')
  })

  it('refuses numbers that do not fit', async () => {
    for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) expect(await refusal(() => u64(value))).toBe('range')
    expect(await refusal(() => u32(2 ** 32))).toBe('range')
    expect(await refusal(() => u16(2 ** 16))).toBe('range')
    expect(await refusal(() => readU64(fromHex('0020000000000000'), 0))).toBe('range')
    expect(await refusal(() => lp(new Uint8Array(2 ** 16)))).toBe('range')
  })

  it('takes copies, also of a Buffer', () => {
    const source = Buffer.from([1, 2, 3, 4])
    const part = take(source, 1, 3)
    source.fill(9)
    expect(part).toEqual(Uint8Array.of(2, 3))
  })

  it('compares, joins, wipes', () => {
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true)
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
    expect(equal(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false)
    const joined = concat(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))
    expect(joined).toEqual(Uint8Array.of(1, 2, 3))
    wipe(joined)
    expect(isZero(joined)).toBe(true)
  })

  it('writes and reads text forms', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes)
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes)
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
      }),
    )
  })

  it('refuses hex in other spellings', async () => {
    for (const text of ['a', 'AB', 'zz', '0x00', ' 00'])
      expect(await refusal(() => fromHex(text))).toBe('length')
  })
})
