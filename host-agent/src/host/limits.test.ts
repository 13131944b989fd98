import { readFileSync } from 'node:fs'
import { checkLimitsDoc, constantLimits } from '@hearth/shared/testing'
import { expect, test } from 'vitest'
import * as identity from '../identity/limits.ts'
import * as requests from '../requests/limits.ts'
import * as uplink from '../uplink/limits.ts'
import * as host from './limits.ts'

const page = readFileSync(new URL('../../../docs/limits.md', import.meta.url), 'utf8')

test.each(Object.entries({ identity, requests, uplink, host }))(
  'docs/limits.md has the limits of host-agent/%s',
  (room, module) => {
    expect(checkLimitsDoc(page, `host-agent/${room}`, constantLimits(module))).toEqual([])
  },
)
