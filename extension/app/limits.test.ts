// @vitest-environment node
import { readFileSync } from 'node:fs'
import { checkLimitsDoc, constantLimits } from '@hearth/shared/testing'
import { expect, it } from 'vitest'
import * as device from './device/limits.ts'
import { ATTACH_LIMITS } from './features/attach/limits.ts'
import * as notifications from './features/notifications/limits.ts'
import * as pair from './features/pair/limits.ts'
import * as search from './features/search/limits.ts'
import * as sessions from './features/sessions/limits.ts'
import * as status from './features/status/limits.ts'
import * as shell from './shell/limits.ts'
import * as state from './state/limits.ts'
import { TEXT_LIMITS } from './text/limits.ts'
import * as ui from './ui/limits.ts'
import * as worker from './worker/limits.ts'

const page = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8')

it.each([
  ['extension/device', device],
  ['extension/notifications', notifications],
  ['extension/pair', pair],
  ['extension/search', search],
  ['extension/sessions', sessions],
  ['extension/shell', shell],
  ['extension/state', state],
  ['extension/status', status],
  ['extension/ui', ui],
  ['extension/worker', worker],
])('docs/limits.md says the limits of %s', (room, limits) => {
  expect(checkLimitsDoc(page, room, constantLimits({ ...limits }))).toEqual([])
})

it('docs/limits.md says the limits of extension/text', () => {
  expect(checkLimitsDoc(page, 'extension/text', TEXT_LIMITS)).toEqual([])
})

it('docs/limits.md says the limits of extension/attach', () => {
  expect(checkLimitsDoc(page, 'extension/attach', ATTACH_LIMITS)).toEqual([])
})
