import fc from 'fast-check'
import { expect, it } from 'vitest'
import { partsOfStored } from './parts.ts'

/** Anything that JSON holds, with strings that look like its own signs. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('"', '\\', '\\"', '[{', '}],', 'blocks', ''),
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('blocks', 'open', 'a', '"'), tie('any'), { maxKeys: 3 }),
  ),
})).any
const block = fc.dictionary(fc.constantFrom('text', 'blocks', 'open'), value, { maxKeys: 3 })

it('takes a turn apart into what it was put together from', () => {
  fc.assert(
    fc.property(
      fc.record({ prompt: value, blocks: fc.array(block), open: fc.array(block), error: value, n: fc.nat() }),
      (turn) => {
        const json = Buffer.from(JSON.stringify(turn))
        const { blocks, rest } = partsOfStored(json)
        const read = blocks.map(({ start, end }) => JSON.parse(json.toString('utf8', start, end)))
        expect(read).toEqual(JSON.parse(JSON.stringify([...turn.blocks, ...turn.open])))
        expect(JSON.parse(rest)).toEqual(JSON.parse(JSON.stringify({ ...turn, blocks: [], open: [] })))
      },
    ),
  )
})
