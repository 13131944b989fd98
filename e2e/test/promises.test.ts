import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const page = readFileSync(join(root, 'docs/promises.md'), 'utf8')
const promises = page.split(/^## /m).slice(1)

describe('docs/promises.md', () => {
  it('numbers its promises from 1 to 12', () => {
    expect(promises.map((text) => Number.parseInt(text, 10))).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 1),
    )
  })

  it.each(promises.map((text) => [text.split('\n')[0] ?? '', text]))(
    '%s: held by tests that exist',
    (_title, text) => {
      const named = [...text.matchAll(/`([\w./-]+\/[\w./-]+\.(?:test\.ts|mjs))`/g)].map(
        ([, path]) => path ?? '',
      )
      expect(named.filter((path) => path.endsWith('.test.ts')).length).toBeGreaterThan(0)
      expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
    },
  )
})
