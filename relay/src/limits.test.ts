import { readFileSync } from 'node:fs'
import { checkLimitsDoc, constantLimits } from '@hearth/shared/testing'
import * as transport from '@hearth/shared/transport/limits'
import { expect, it } from 'vitest'
import * as relay from './limits.ts'

const page = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8')

it('has its limits, and the transports’, in docs/limits.md', () => {
  expect(checkLimitsDoc(page, 'relay', constantLimits(relay))).toEqual([])
  expect(checkLimitsDoc(page, 'shared/transport', constantLimits(transport))).toEqual([])
})
