import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsGlob, globFault } from './glob.ts'

describe('a glob', () => {
  it.each([
    ['**', 'a/b/c'],
    ['**', ''],
    ['src/**', 'src/a/b'],
    ['src/**', 'src'],
    ['src/**/*.ts', 'src/a.ts'],
    ['src/**/*.ts', 'src/a/b.ts'],
    ['**/x/**', 'x'],
    ['*.ts', '.ts'],
    ['a?c', 'abc'],
    ['**', '.env'],
    ['[id]/a', '[id]/a'],
    ['{a,b}', '{a,b}'],
    ['a*b*c', 'axbxbc'],
    ['**/a/**/b', 'a/a/x/b'],
  ])('%s fits %s', (glob, path) => expect(fitsGlob(glob, path)).toBe(true))

  it.each([
    ['src/*', 'src/a/b'],
    ['src/*', 'src'],
    ['*', 'a/b'],
    ['src', 'src/a'],
    ['src/**', 'srcs/a'],
    ['a?c', 'a/c'],
    ['[ab]', 'a'],
    ['{a,b}', 'a'],
    ['!a', 'b'],
    ['A', 'a'],
    ['', 'a'],
    ['src/**/a', 'src/b'],
  ])('%s does not fit %s', (glob, path) => expect(fitsGlob(glob, path)).toBe(false))

  it('means what its definition says', () => {
    const names = (glob: string, name: string): boolean => {
      if (glob === '') return name === ''
      const rest = glob.slice(1)
      if (glob[0] === '*') return names(rest, name) || (name !== '' && names(glob, name.slice(1)))
      return name !== '' && (glob[0] === '?' || glob[0] === name[0]) && names(rest, name.slice(1))
    }
    const paths = (glob: readonly string[], path: readonly string[]): boolean => {
      const [first, ...rest] = glob
      if (first === undefined) return path.length === 0
      if (first === '**') return paths(rest, path) || (path.length > 0 && paths(glob, path.slice(1)))
      return path[0] !== undefined && names(first, path[0]) && paths(rest, path.slice(1))
    }
    const segment = fc.oneof(fc.constant('**'), fc.stringMatching(/^[ab*?]{0,4}$/))
    const globs = fc.array(segment, { minLength: 1, maxLength: 4 })
    const texts = fc.array(fc.stringMatching(/^[ab]{0,4}$/), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(globs, texts, (glob, path) => {
        expect(fitsGlob(glob.join('/'), path.join('/'))).toBe(paths(glob, path))
      }),
      { numRuns: 2000 },
    )
  })

  it('takes no more steps than pattern times text, however it is made', () => {
    const glob = `${'*a'.repeat(500)}b`
    expect(fitsGlob(glob, 'a'.repeat(4000))).toBe(false)
    expect(fitsGlob(`${'**/a/'.repeat(200)}b`, 'a/'.repeat(2000))).toBe(false)
  })

  it.each(['~/x', '../x', 'a/../b', './a', 'a//b', 'a/', 'a**', 'a/**b'])('%s is none', (glob) =>
    expect(globFault(glob)).not.toBeNull(),
  )
  it.each(['**', '/a/b', 'a/**/b', '*.ts', '/**', 'a'])('%s is one', (glob) =>
    expect(globFault(glob)).toBeNull(),
  )
})
