// @vitest-environment node
import { readFileSync } from 'node:fs'
import { checkLimitsDoc } from '@hearth/shared/testing'
import { expect, it } from 'vitest'
import { PAGE_LIMITS } from './limits.ts'

const page = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8')

it('docs/limits.md says the limits of what is taken from pages', () => {
  expect(checkLimitsDoc(page, 'extension/page', PAGE_LIMITS)).toEqual([])
})
