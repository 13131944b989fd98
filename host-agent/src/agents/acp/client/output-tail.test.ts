import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OutputTail } from './output-tail.ts'

describe('the end of an output', () => {
  it('is the longest end within the limit that begins with a whole character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 30 }),
        fc.nat({ max: 60 }),
        (pieces, limit) => {
          const tail = new OutputTail(limit)
          for (const piece of pieces) tail.add(piece)
          const whole = pieces.join('')
          const characters = [...whole]
          while (Buffer.byteLength(characters.join('')) > limit) characters.shift()
          expect(tail.text()).toBe(characters.join(''))
          expect(tail.truncated).toBe(Buffer.byteLength(whole) > limit)
        },
      ),
    )
  })

  it('is kept while output goes on, however it comes', () => {
    const tail = new OutputTail(1_000)
    for (let n = 0; n < 20_000; n++) tail.add(`${n % 10}`)
    tail.add('x'.repeat(100_000))
    tail.add('end')
    expect(tail.text()).toBe(`${'x'.repeat(997)}end`)
    expect(tail.truncated).toBe(true)
  })
})
