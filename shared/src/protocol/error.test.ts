import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { ERRORS, fromWireError, HearthError, toWireError, WireError } from './error.ts'

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
const rows = new Map(
  page.split('\n').flatMap((line) => {
    const [, code, ...cells] = line.split('|').map((cell) => cell.trim())
    const name = code?.match(/^`([a-z]+\.[a-z_]+)`$/)?.[1]
    return name ? [[name, cells.slice(0, 4)] as const] : []
  }),
)

describe('docs/errors.md', () => {
  test.each(Object.entries(ERRORS))('%s: same origin, kind and meaning, and what to do', (code, entry) => {
    const [origin, kind, meaning, advice] = rows.get(code) ?? []
    const row = `| \`${code}\` | ${entry.join(' | ')} | WHAT TO DO |`
    expect([origin, kind, meaning], `docs/errors.md needs the row ${row}`).toEqual([...entry])
    expect(advice, `docs/errors.md does not say what to do about ${code}`).toMatch(/\S.{10,}/)
  })

  test('has no code that is gone', () => {
    expect([...rows.keys()].filter((code) => !Object.hasOwn(ERRORS, code))).toEqual([])
  })
})

describe('on the wire', () => {
  test('every code goes there and back', () => {
    for (const code of Object.keys(ERRORS) as (keyof typeof ERRORS)[]) {
      const error = new HearthError(code, 'No', { retryAfter: 5 })
      const back = fromWireError(v.parse(WireError, toWireError(error)))
      expect([back.code, back.message, back.retryAfter]).toEqual([code, 'No', 5])
    }
  })

  test('what has no code tells nothing of itself', () => {
    const wire = toWireError(new Error('password hunter2'))
    expect(wire.code).toBe('host.internal')
    expect(JSON.stringify(wire)).not.toContain('hunter2')
  })
})
