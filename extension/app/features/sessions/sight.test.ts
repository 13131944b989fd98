import type { ConnectionState } from '@hearth/shared/link'
import { expect, it } from 'vitest'
import { STALE_MS } from './limits.ts'
import { sightOf } from './sight.ts'

const AT = 1_000_000
const seen = (connection: ConnectionState, lastAt: number | null, now: number) =>
  sightOf({ connection, host: { state: 'unknown', latency: null, lastAt } }, now)

it.each<[ConnectionState, boolean, boolean]>([
  ['live', true, true],
  ['attaching', true, false],
  ['handshaking', true, false],
  ['dialling', true, false],
  ['offline', true, false],
  ['waiting', false, false],
  ['paused', false, false],
  ['refused', false, false],
  ['revoked', false, false],
  ['closed', false, false],
])('%s: a moment after the last word, and later', (connection, soon, later) => {
  expect(seen(connection, AT, AT + STALE_MS - 1).here).toBe(soon)
  expect(seen(connection, AT, AT + STALE_MS).here).toBe(later)
})

it('says when the host was last heard, if ever', () => {
  expect(seen('waiting', AT, AT + 5)).toEqual({ here: false, asOf: AT })
  expect(seen('dialling', null, AT)).toEqual({ here: false, asOf: null })
})
