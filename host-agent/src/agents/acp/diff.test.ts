import { applyPatch } from 'diff'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unifiedDiff } from './diff.ts'

describe('a diff', () => {
  it('has a head that names the file', () => {
    expect(unifiedDiff('/a', 'one\n', 'two\n')).toBe('--- /a\n+++ /a\n@@ -1,1 +1,1 @@\n-one\n+two\n')
    expect(unifiedDiff('/a', null, 'one\n')).toBe('--- /dev/null\n+++ /a\n@@ -0,0 +1,1 @@\n+one\n')
  })

  const line = fc.constantFrom(
    'a',
    'b',
    '',
    '--- x',
    '\\ No newline at end of file',
    '@@ -1 +1 @@',
    'é\u202e',
  )
  const text = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
    .map(([lines, isWhole]) => lines.join('\n') + (isWhole ? '\n' : ''))

  it('makes the one text of the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyPatch(before, unifiedDiff('/a', before, after))).toBe(after)
      }),
    )
  })

  it('is whole also where the smallest would take too long', () => {
    const lines = (sign: string) => Array.from({ length: 3_000 }, (_, i) => `${sign}${i}`).join('\n')
    const [before, after] = [lines('old'), `${lines('new')}\n`]
    const diff = unifiedDiff('/a', before, after)
    expect(diff).toContain('@@ -1,3000 +1,3000 @@\n-old0\n')
    expect(applyPatch(before, diff)).toBe(after)
    expect(applyPatch('', unifiedDiff('/a', null, after))).toBe(after)
    expect(applyPatch(after, unifiedDiff('/a', after, ''))).toBe('')
  })
})
