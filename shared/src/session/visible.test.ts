import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visible } from './visible.ts'

describe('text of strangers (A37, W5)', () => {
  it.each([
    ['an escape sequence', '\u001b[2Jrm', '\\u{1b}[2Jrm'],
    ['a C1 control', '\u009b31m', '\\u{9b}31m'],
    ['a right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
    ['an isolate', 'a\u2066b', 'a\\u{2066}b'],
    ['a zero-width space', 'r\u200bm', 'r\\u{200b}m'],
    ['a byte order mark', '\ufeffls', '\\u{feff}ls'],
    ['a tag character', 'a\u{e0041}', 'a\\u{e0041}'],
    ['a variation selector', 'a.sh\ufe00', 'a.sh\\u{fe00}'],
    ['bytes smuggled in selectors', 'ls\u{e0121}\u{e0155}', 'ls\\u{e0121}\\u{e0155}'],
    ['a selector that only Mongolian needs', 'a\u180bb', 'a\\u{180b}b'],
    ['a half of a pair', 'a\ud800', 'a\\u{d800}'],
    ['a space that is none', 'a\u00a0b\u3000c', 'a\\u{a0}b\\u{3000}c'],
    ['line feeds', 'a\nb\r', 'a\\u{a}b\\u{d}'],
  ])('shows %s', (_, text, shown) => expect(visible(text)).toBe(shown))

  it('leaves words, other scripts and pictures as they are', () => {
    const text = 'git commit -m "größer: 日本語 😀 العربية"'
    expect(visible(text)).toBe(text)
  })

  it('tells a picture’s own selector from one that hides behind a letter', () => {
    expect(visible('⚠\ufe0f')).toBe('⚠\ufe0f')
    expect(visible('a\ufe0f')).toBe('a\\u{fe0f}')
    expect(visible('⚠\ufe0f\ufe0f')).toBe('⚠\ufe0f\\u{fe0f}')
  })

  it('keeps lines where asked, and no carriage return', () => {
    expect(visible('a\n\tb\r', { lines: true })).toBe('a\n\tb\\u{d}')
  })

  it('never gives a control or formatting character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]|(?!\ufe0f)\p{Default_Ignorable_Code_Point}/u)
      }),
    )
  })
})
