import { createFinder } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { rangesIn } from './marks.ts'

const marked = (html: readonly (readonly [tag: string, ...parts: string[]])[], query: string): string[] => {
  const row = document.createElement('section')
  for (const [tag, ...parts] of html) {
    const block = document.createElement(tag)
    for (const [n, part] of parts.entries()) {
      const inside = n % 2 === 0 ? document.createElement('span') : document.createElement('strong')
      inside.textContent = part
      block.append(inside)
    }
    row.append(block)
  }
  const finder = createFinder(query)
  return finder === null ? [] : rangesIn(row, finder).map((range) => range.toString())
}

describe('marks', () => {
  it('go on over markup within a line', () => {
    expect(marked([['p', 'A Ca', 'fé', ' and a cafe.']], 'cafe')).toEqual(['Café', 'cafe'])
  })
  it('do not go on from one block to the next', () => {
    expect(
      marked(
        [
          ['p', 'ca'],
          ['p', 'fe'],
          ['pre', 'cafe'],
        ],
        'cafe',
      ),
    ).toEqual(['cafe'])
  })
  it('leave out what is only heard', () => {
    const row = document.createElement('div')
    const hidden = document.createElement('span')
    hidden.className = 'hidden-text'
    hidden.textContent = 'cafe'
    row.append(hidden, 'no')
    expect(rangesIn(row, createFinder('cafe') as NonNullable<ReturnType<typeof createFinder>>)).toEqual([])
  })
})
