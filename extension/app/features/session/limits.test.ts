// @vitest-environment node
import { readFileSync } from 'node:fs'
import { checkLimitsDoc } from '@hearth/shared/testing'
import { expect, it } from 'vitest'
import { SESSION_SCREEN_LIMITS } from './limits.ts'

const page = readFileSync(new URL('../../../../docs/limits.md', import.meta.url), 'utf8')

it('docs/limits.md says the limits of extension/session', () => {
  expect(checkLimitsDoc(page, 'extension/session', SESSION_SCREEN_LIMITS)).toEqual([])
})
