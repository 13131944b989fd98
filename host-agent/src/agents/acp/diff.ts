import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import { DIFF_EDITS } from '../limits.ts'

/**
 * The change from one text to another as a unified diff, whole. `before` of null is a new file. Where finding the
 * smallest change would take too long, all lines go out and all come in: true, if long.
 */
export function unifiedDiff(path: string, before: string | null, after: string): string {
  const from = before === null ? '/dev/null' : path
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY, maxEditLength: DIFF_EDITS }
  return (
    createTwoFilesPatch(from, path, before ?? '', after, undefined, undefined, options) ??
    replaced(from, path, before ?? '', after)
  )
}

function replaced(from: string, path: string, before: string, after: string): string {
  const [out, into] = [side('-', before), side('+', after)]
  const head = `--- ${from}\n+++ ${path}\n@@ -${range(out.count)} +${range(into.count)} @@\n`
  return head + out.text + into.text
}

const range = (count: number): string => `${count === 0 ? 0 : 1},${count}`

function side(sign: string, text: string): { count: number; text: string } {
  if (text === '') return { count: 0, text: '' }
  const isWhole = text.endsWith('\n')
  const lines = (isWhole ? text.slice(0, -1) : text).split('\n')
  const end = isWhole ? '\n' : '\n\\ No newline at end of file\n'
  return { count: lines.length, text: lines.map((line) => sign + line).join('\n') + end }
}
