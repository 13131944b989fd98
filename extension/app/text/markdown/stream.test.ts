import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawBlock } from './blocks.ts'
import { CORPUS, PARTS } from './corpus.testdata.ts'
import { createGrammar } from './lexer.ts'
import { createMarkdown } from './stream.ts'

const whole = (text: string): string => {
  const target = document.createElement('div')
  const stream = createMarkdown(target)
  stream.append(text)
  stream.finish()
  target.normalize()
  return target.innerHTML
}

const inPieces = (pieces: readonly string[]): string => {
  const target = document.createElement('div')
  const stream = createMarkdown(target)
  for (const piece of pieces) stream.append(piece)
  stream.finish()
  target.normalize()
  return target.innerHTML
}

const cut = (text: string, sizes: readonly number[]): string[] => {
  const pieces: string[] = []
  for (let at = 0, n = 0; at < text.length; n++) {
    const size = sizes[n % sizes.length] ?? 1
    pieces.push(text.slice(at, at + size))
    at += size
  }
  return pieces
}

describe('any division of a text into deltas gives the page of the whole text', () => {
  it.each(Object.entries(CORPUS))('%s', (_, text) => {
    expect(inPieces(cut(text, text.length < 2_500 ? [1] : [7, 1, 30]))).toBe(whole(text))
  })

  it('with a line that stands far in, where a list follows', () => {
    const text = '|---|\n       more of e\n  - f\n- g\n\nwords'
    for (const size of [1, 7, 26, 30]) expect(inPieces(cut(text, [size]))).toBe(whole(text))
    expect(whole(text)).toContain('|---|\nmore of e')
  })

  it('in random pieces of a random arrangement', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('\n', '\n\n', '\n\n\n', '\r\n', ''),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
        (parts, glue, sizes) => {
          const text = parts.join(glue)
          expect(inPieces(cut(text, sizes))).toBe(whole(text))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('of characters that mean something', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            ...'ab1 \n\n`~*_[]()<>#-+.|:\\!&;=>\t'.split(''),
            '```',
            '- ',
            '    ',
            '\n\n',
            'http://a.b',
            '[a]: b',
          ),
          {
            maxLength: 120,
          },
        ),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        (parts, sizes) => {
          const text = parts.join('')
          expect(inPieces(cut(text, sizes))).toBe(whole(text))
        },
      ),
      { numRuns: 500 },
    )
  })
})

/** The page that the grammar gives for the whole text, read in one go. */
const atOnce = (text: string): string => {
  const grammar = createGrammar()
  const definitions = Object.create(null)
  const tokens = grammar.blocks(text.replaceAll('\r\n', '\n'), definitions)
  const target = document.createElement('div')
  for (const token of tokens)
    target.append(drawBlock(token, { grammar, definitions, unresolved: false }) ?? '')
  return outline(target)
}

/** Elements and text, without what is only layout. */
const outline = (root: Element): string =>
  [...root.querySelectorAll('*')]
    .filter(({ tagName }) => tagName !== 'SPAN')
    .map((one) => `${one.tagName} ${one.textContent?.replace(/\s+/g, ' ').trim()}`)
    .join('\n')

describe('the page is that of the whole text read in one go', () => {
  const short = Object.entries(CORPUS).filter(
    ([name]) => name !== 'a long line without spaces' && !name.startsWith('a long paragraph'),
  )
  it.each(short)('%s', (_, text) => {
    const target = document.createElement('div')
    const stream = createMarkdown(target)
    for (const piece of cut(text, [7, 1, 30])) stream.append(piece)
    stream.finish()
    expect(outline(target)).toBe(atOnce(text))
  })
})
