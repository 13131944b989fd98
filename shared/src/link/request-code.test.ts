import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from './request-code.ts'

const bytes = (...first: number[]): Uint8Array =>
  Uint8Array.of(...first, ...new Array(64 - first.length).fill(0xff))

describe('the code of a request', () => {
  it.each([
    [[0, 0, 0], '0000'],
    [[0xff, 0xff, 0xff], 'ZZZZ'],
    [[0x08, 0x42, 0x1f], '1111'],
    [[0xde, 0xad, 0xbe], 'VTPV'],
  ])('of %j is %s', (first, code) => {
    expect(codeOf(bytes(...first))).toBe(code)
  })

  it('is the first 20 bits and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (hash) => {
        const bits = [...codeOf(hash)]
          .map((char) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(char).toString(2).padStart(5, '0'))
          .join('')
        expect(bits).toBe(
          [...hash.slice(0, 3)]
            .map((byte) => byte.toString(2).padStart(8, '0'))
            .join('')
            .slice(0, 20),
        )
      }),
    )
  })
})
