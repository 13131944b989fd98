import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFinder, folded, queryWords } from './find.ts'

const finder = (query: string) => {
  const made = createFinder(query)
  if (made === null) throw new Error(`no words in ${query}`)
  return made
}

/** Texts in which folding has something to do. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'É',
        'e\u0301',
        'İ',
        'ΣΑΣ',
        'ß',
        'ﬁ',
        'Å',
        '가',
        '😀',
        '\u0301',
        ' ',
        '\n',
        'a',
        'b',
        'AB',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('words of a query', () => {
  it('are parted by spaces, once each, folded', () => {
    expect(queryWords('  Née  NEE  x ')).toEqual(['nee', 'x'])
  })
  it('keep their spaces between quotes, even where the last is missing', () => {
    expect(queryWords('"Not Found" at "left open')).toEqual(['not found', 'at', 'left open'])
  })
  it.each(['', '   ', '"', '""', '\u0301'])('are none in %j', (query) => {
    expect(createFinder(query)).toBeNull()
  })
})

describe('finding', () => {
  it.each([
    ['resume', 'his Résumé'],
    ['RÉSUMÉ', 'resume'],
    ['strasse', 'on the STRASSE'],
    ['σας', 'ΣΑΣ'],
    ['two one', 'one, then two'],
  ])('finds %j in %j', (query, text) => {
    expect(finder(query).isIn(text)).toBe(true)
  })
  it('needs every word', () => {
    expect(finder('one three').isIn('one, then two')).toBe(false)
  })
  it('marks what was found and no more, joined where it overlaps', () => {
    const text = 'Café, cafe\u0301 and xyz'
    const marks = finder('cafe afe y').ranges(text, 9)
    expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(['Café', 'cafe\u0301', 'y'])
  })
  it('gives the line around the first find, cut where it is long', () => {
    const { text, from, to } = finder('two').line('one\n  two three\nfour', 40)
    expect([text, text.slice(from, to)]).toEqual(['two three', 'two'])
    const long = finder('needle').line(`${'x'.repeat(500)} needle ${'y'.repeat(500)}`, 60)
    expect(long.text).toMatch(/^…x+ needle y+…$/)
    expect(long.text.slice(long.from, long.to)).toBe('needle')
  })
})

describe('whatever the text', () => {
  it('folds a whole to the sum of its characters', () => {
    fc.assert(
      fc.property(text, (all) => {
        expect([...all].map(folded).join('')).toBe(folded(all))
      }),
    )
  })
  it('folds as the whole of Unicode says', () => {
    const plain = (all: string) =>
      all.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ')
    const point = fc.nat({ max: 0x10ffff }).filter((n) => n < 0xd800 || n > 0xdfff)
    fc.assert(
      fc.property(point, (n) => {
        expect(folded(String.fromCodePoint(n))).toBe(plain(String.fromCodePoint(n)))
      }),
      { numRuns: 5_000 },
    )
  })
  it('finds every part of it, and marks a place that folds to it', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (all, from, length) => {
        const chars = [...all]
        const at = from % (chars.length + 1)
        const part = chars
          .slice(at, at + 1 + (length % 6))
          .join('')
          .replaceAll('"', '')
        const found = createFinder(`"${part}"`)
        fc.pre(found !== null && all.includes(part))
        expect(found?.isIn(all)).toBe(true)
        for (const range of found?.ranges(all, 99) ?? []) {
          expect(folded(all.slice(range.start, range.end))).toContain(found?.words[0])
        }
        expect(found?.ranges(all, 99).length).toBeGreaterThan(0)
      }),
    )
  })
  it('gives a line within its bound, with a find in it', () => {
    fc.assert(
      fc.property(text, text, text, fc.integer({ min: 8, max: 60 }), (before, word, after, length) => {
        const found = createFinder(word)
        const all = `${before} ${word} ${after}`
        fc.pre(found?.isIn(all) === true && !word.includes('"'))
        const line = found?.line(all, length) ?? { text: '', from: 0, to: 0 }
        expect(line.text.length).toBeLessThanOrEqual(length)
        expect(line.from).toBeGreaterThanOrEqual(0)
        expect(line.to).toBeGreaterThan(line.from)
        expect(line.to).toBeLessThanOrEqual(line.text.length)
      }),
    )
  })
})
