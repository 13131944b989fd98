import { readFileSync } from 'node:fs'
import { checkLimitsDoc, constantLimits } from '@hearth/shared/testing'
import { expect, test } from 'vitest'
import * as limits from './limits.ts'

const page = readFileSync(new URL('../../../docs/limits.md', import.meta.url), 'utf8')

test('docs/limits.md has the limits of the turn engine’s parts', () => {
  expect(checkLimitsDoc(page, 'host-agent/sessions', constantLimits({ ...limits }))).toEqual([])
})
