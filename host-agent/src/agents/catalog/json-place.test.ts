import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonFault } from './json-place.ts'

describe('where a text stops being JSON', () => {
  it.each([
    ['', 1, 1],
    ['{', 1, 2],
    ['{"a": x}', 1, 7],
    ['{"a": 1,}', 1, 9],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['[1, 2', 1, 6],
    ['{"a" 1}', 1, 6],
    ['{a: 1}', 1, 2],
    ['"open', 1, 1],
    ['[1] []', 1, 5],
    ['[01]', 1, 3],
    ['{"a": "\t"}', 1, 7],
    ['// no\n{}', 1, 1],
  ])('of %j is line %i, column %i', (text, line, column) => {
    expect(jsonFault(text)).toEqual({ line, column })
  })

  it('is nowhere in JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => jsonFault(text) === null))
  })

  it('is found in whatever is not JSON, and never before a fault', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', 'x', '1', '\n'))
      .map(([json, at, put]) => {
        const cut = at % (json.length + 1)
        return json.slice(0, cut) + put + json.slice(cut + (put === '' ? 1 : 0))
      })
    fc.assert(
      fc.property(broken, (text) => {
        const fault = jsonFault(text)
        if (fault === null) return JSON.parse(text) !== undefined
        const lines = text.split('\n')
        const offset =
          lines.slice(0, fault.line - 1).join('\n').length + (fault.line > 1 ? 1 : 0) + fault.column - 1
        expect(offset).toBeLessThanOrEqual(text.length)
        return true
      }),
    )
  })
})
