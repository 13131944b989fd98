import { expect, it } from 'vitest'
import { withoutHead } from './diff-head.ts'

const BODY = '--- /w/a.txt\n+++ /w/a.txt\n@@ -0,0 +1,1 @@\n+one\n'

it('leaves out what stands above a diff’s own head', () => {
  expect(withoutHead(`Index: /w/a.txt\n${'='.repeat(67)}\n${BODY}`)).toBe(BODY)
})

it.each([
  ['a diff without it', BODY],
  ['such lines within a diff', `${BODY}+Index: /w/b.txt\n+====\n`],
  ['a file that begins so', 'Index: /w/a.txt\n====\nno diff follows\n'],
  ['nothing', ''],
])('leaves %s as it is', (_, diff) => {
  expect(withoutHead(diff)).toBe(diff)
})
