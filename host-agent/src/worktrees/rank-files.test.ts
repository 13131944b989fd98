import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listingOf } from './list-files.ts'
import { rankFiles } from './rank-files.ts'

const rank = (query: string, ...names: string[]): string[] => rankFiles(listingOf(names), query, 50).files

describe('files by some letters', () => {
  it.each([
    ['the name itself before one that begins with it', 'user', ['src/user.ts', 'user-list.ts']],
    [
      'a name that begins with it before one that has it inside',
      'list',
      ['src/list-all.ts', 'a/user-list.ts'],
    ],
    ['the start of a word before its middle', 'list', ['src/user-list.ts', 'specialists.ts']],
    ['a camel’s hump counts as the start of a word', 'list', ['src/userList.ts', 'specialists.ts']],
    ['the file’s name before its folders', 'user', ['src/a/an-user.ts', 'user/a.ts']],
    ['one piece before scattered letters', 'usr', ['src/long/usr.conf', 'user.ts']],
    ['scattered in the name before scattered in the path', 'ust', ['src/user.ts', 'u/s/t/a.md']],
    ['the shorter path of two alike', 'a.ts', ['src/a.ts', 'src/deep/a.ts']],
  ])('puts %s', (_words, query, best) => {
    expect(rank(query, ...[...best].reverse())).toEqual(best)
  })

  it('takes several words, each of which must be there, in any order', () => {
    const names = ['src/composer/words.ts', 'src/composer/draft.ts', 'src/status/words.ts']
    expect(rank('words composer', ...names)).toEqual(['src/composer/words.ts'])
  })

  it('takes a path with its folders', () => {
    expect(rank('src/comp', 'src/composer/a.ts', 'other/src.ts')).toEqual(['src/composer/a.ts'])
  })

  it('gives the shortest paths where nothing is asked for, and says that there are more', () => {
    expect(rankFiles(listingOf(['src/a/b.ts', 'README.md', 'src/a.ts']), '', 2)).toEqual({
      files: ['src/a.ts', 'README.md'],
      more: true,
    })
  })

  it('never gives a path that does not have the letters in their order, nor more than asked for', () => {
    const path = fc.stringMatching(/^[a-cA-C/._-]{1,12}$/)
    fc.assert(
      fc.property(fc.array(path, { maxLength: 30 }), fc.stringMatching(/^[a-c]{1,3}$/), (names, query) => {
        const letters = new RegExp([...query].join('.*'), 'i')
        const { files, more } = rankFiles(listingOf(names), query, 5)
        const fitting = names.filter((name) => letters.test(name))
        expect(files.every((file) => letters.test(file))).toBe(true)
        expect(files).toHaveLength(Math.min(5, fitting.length))
        expect(more).toBe(fitting.length > 5)
      }),
    )
  })
})
