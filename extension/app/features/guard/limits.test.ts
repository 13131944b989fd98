// @vitest-environment node
import { readFileSync } from 'node:fs'
import { checkLimitsDoc } from '@hearth/shared/testing'
import { expect, it } from 'vitest'
import { GUARD_LIMITS } from './limits.ts'

const page = readFileSync(new URL('../../../../docs/limits.md', import.meta.url), 'utf8')

it('docs/limits.md says the limits of brakes and passkeys', () => {
  expect(checkLimitsDoc(page, 'extension/guard', GUARD_LIMITS)).toEqual([])
})
