import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TITLE_LENGTH } from './limits.ts'
import { titleFrom } from './title.ts'

describe('the title from a prompt', () => {
  it.each([
    ['Fix the header', 'Fix the header'],
    ['\n\n  Fix \t the header  \nand more', 'Fix the header'],
    ['', ''],
    [' \n ', ''],
    [`${'word '.repeat(20)}`, `${'word '.repeat(11).trim()}…`],
    ['x'.repeat(200), `${'x'.repeat(TITLE_LENGTH - 1)}…`],
    ['😀'.repeat(100), `${'😀'.repeat(TITLE_LENGTH - 1)}…`],
  ])('%j', (prompt, title) => expect(titleFrom(prompt)).toBe(title))

  it('is one line, trimmed and short, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (prompt) => {
        const title = titleFrom(prompt)
        expect(Array.from(title).length).toBeLessThanOrEqual(TITLE_LENGTH)
        expect(title).toBe(title.trim())
        expect(title).not.toContain('\n')
      }),
    )
  })
})
