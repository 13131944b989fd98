import { readFileSync } from 'node:fs'
import { checkLimitsDoc, constantLimits } from '@hearth/shared/testing'
import { expect, test } from 'vitest'
import * as agents from '../agents/limits.ts'
import * as audit from '../audit/limits.ts'
import * as cli from '../cli/limits.ts'
import * as control from '../control/limits.ts'
import * as demo from '../demo/model/limits.ts'
import * as guard from '../guard/limits.ts'
import * as identity from '../identity/limits.ts'
import * as log from '../log/limits.ts'
import * as manage from '../manage/limits.ts'
import * as passkeys from '../passkeys/limits.ts'
import * as policy from '../policy/limits.ts'
import * as push from '../push/limits.ts'
import * as remote from '../remote/limits.ts'
import * as requests from '../requests/limits.ts'
import * as search from '../search/limits.ts'
import * as uplink from '../uplink/limits.ts'
import * as host from './limits.ts'

const page = readFileSync(new URL('../../../docs/limits.md', import.meta.url), 'utf8')

const ROOMS = {
  agents,
  audit,
  cli,
  control,
  demo,
  guard,
  host,
  identity,
  log,
  manage,
  passkeys,
  policy,
  push,
  remote,
  requests,
  search,
  uplink,
}

test.each(Object.entries(ROOMS))('docs/limits.md has the limits of host-agent/%s', (room, module) => {
  expect(checkLimitsDoc(page, `host-agent/${room}`, constantLimits(module))).toEqual([])
})
