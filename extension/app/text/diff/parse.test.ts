import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDiff } from './parse.ts'
import { pairLines, wordMarks } from './words.ts'

const git = (...lines: string[]) => `${lines.join('\n')}\n`

describe('a unified diff', () => {
  it('gives lines with their numbers and counts', () => {
    const diff = parseDiff(
      git(
        'diff --git a/x.ts b/x.ts',
        'index 1..2 100644',
        '--- a/x.ts',
        '+++ b/x.ts',
        '@@ -2,3 +2,4 @@ fn',
        ' a',
        '-b',
        '+B',
        '+C',
        ' d',
      ),
    )
    expect(diff).toMatchObject({
      whole: true,
      added: 2,
      removed: 1,
      files: [{ change: 'changed', from: 'x.ts', to: 'x.ts' }],
    })
    expect(diff.files[0]?.hunks[0]?.lines.map((line) => [line.kind, line.old, line.new, line.text])).toEqual([
      ['same', 2, 2, 'a'],
      ['removed', 3, null, 'b'],
      ['added', null, 3, 'B'],
      ['added', null, 4, 'C'],
      ['same', 4, 5, 'd'],
    ])
  })

  it.each([
    [
      'added',
      git('diff --git a/n b/n', 'new file mode 100644', '--- /dev/null', '+++ b/n', '@@ -0,0 +1 @@', '+x'),
      null,
      'n',
    ],
    [
      'deleted',
      git(
        'diff --git a/o b/o',
        'deleted file mode 100644',
        '--- a/o',
        '+++ /dev/null',
        '@@ -1 +0,0 @@',
        '-x',
      ),
      'o',
      null,
    ],
    ['renamed', git('diff --git a/o b/n', 'similarity index 100%', 'rename from o', 'rename to n'), 'o', 'n'],
    [
      'binary',
      git('diff --git a/p.png b/p.png', 'index 1..2 100644', 'Binary files a/p.png and b/p.png differ'),
      'p.png',
      'p.png',
    ],
    [
      'changed',
      git(
        'Index: a b.txt',
        '===================================================================',
        '--- a b.txt',
        '+++ a b.txt',
        '@@ -1 +1 @@',
        '-x',
        '+y',
      ),
      'a b.txt',
      'a b.txt',
    ],
    [
      'changed',
      git(
        'diff --git "a/caf\\303\\251" "b/caf\\303\\251"',
        '--- "a/caf\\303\\251"',
        '+++ "b/caf\\303\\251"',
        '@@ -1 +1 @@',
        '-x',
        '+y',
      ),
      'café',
      'café',
    ],
    [
      'changed',
      git('diff --git a/with space b/with space', 'old mode 100644', 'new mode 100755'),
      'with space',
      'with space',
    ],
    ['changed', '@@ -1 +1 @@\n-x\n+y', null, null],
  ])('knows a %s file', (change, text, from, to) => {
    expect(parseDiff(text)).toMatchObject({ whole: true, files: [{ change, from, to }] })
  })

  it('keeps lines that look like headers, and knows a missing line feed', () => {
    const diff = parseDiff(
      '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- removed\n+++ added\n \n\\ No newline at end of file\n',
    )
    expect(diff.whole).toBe(true)
    expect(diff.files[0]?.hunks[0]?.lines).toMatchObject([
      { kind: 'removed', text: '-- removed' },
      { kind: 'added', text: '++ added' },
      { kind: 'same', text: '', noNewline: true },
    ])
  })

  it('reads several files', () => {
    const one = (name: string) => `--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-x\n+y\n`
    expect(parseDiff(one('a') + one('b')).files.map(({ to }) => to)).toEqual(['a', 'b'])
  })

  it.each([
    ['prose', 'not a diff'],
    ['a hunk that breaks off', '--- a/x\n+++ b/x\n@@ -1,5 +1,5 @@\n a\n'],
    ['a line without a mark', '--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\nb\n'],
    ['more lines than announced', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+c\n'],
    ['words before it', 'Look:\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n'],
  ])('is not whole with %s', (_, text) => {
    expect(parseDiff(text).whole).toBe(false)
  })

  it('is read whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom(
              '--- a/x',
              '+++ b/x',
              '@@ -1,2 +1,3 @@',
              'diff --git a/x b/x',
              '+y',
              '-z',
              ' w',
              '\\ No newline',
              '+++ "b/\\',
              'rename from a',
            ),
          ),
        ),
        (lines) => {
          const { added, removed, files } = parseDiff(lines.join('\n'))
          expect(added).toBe(files.reduce((sum, file) => sum + file.added, 0))
          expect(removed).toBe(files.reduce((sum, file) => sum + file.removed, 0))
        },
      ),
    )
  })
})

describe('words that differ', () => {
  it('are marked on both sides', () => {
    expect(wordMarks('const a = 1', 'const b = 1')).toEqual([
      [
        { text: 'const ', changed: false },
        { text: 'a', changed: true },
        { text: ' = 1', changed: false },
      ],
      [
        { text: 'const ', changed: false },
        { text: 'b', changed: true },
        { text: ' = 1', changed: false },
      ],
    ])
  })

  it('are not marked where little is shared, or too much would be compared', () => {
    expect(wordMarks('abc', 'xyz uvw')).toBeNull()
    expect(wordMarks('a '.repeat(400), 'a '.repeat(400))).toBeNull()
  })

  it('leave the text of a line as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.string({ unit: 'binary', maxLength: 30 }),
        (left, right) => {
          const marks = wordMarks(left, right)
          if (marks === null) return
          expect(marks.map((parts) => parts.map(({ text }) => text).join(''))).toEqual([left, right])
        },
      ),
    )
  })

  it('pair removals with the additions after them, in order', () => {
    const { files } = parseDiff('@@ -1,3 +1,2 @@\n-let a\n-let b\n-gone\n+let c\n+let d\n')
    const lines = files[0]?.hunks[0]?.lines ?? []
    const marked = pairLines(lines)
    expect(lines.map((line) => marked.has(line))).toEqual([true, true, false, true, true])
  })
})
