import type { ConnectionState } from '@hearth/shared/link'
import { expect, it } from 'vitest'
import { anAgent, aProject, HOST } from '../../testing/build.ts'
import { hostNotices } from './host-notices.ts'
import type { Sight } from './sight.ts'

const HERE: Sight = { here: true }
const AWAY: Sight = { here: false, asOf: null }
const known = {
  host: { id: HOST, name: 'laptop', version: '1' },
  projects: [aProject()],
  agents: [anAgent()],
}
const nothing = { host: null, projects: [], agents: [] }
const kinds = (...args: Parameters<typeof hostNotices>) => hostNotices(...args).map(({ kind }) => kind)

it.each<[ConnectionState, string]>([
  ['live', 'connecting'],
  ['attaching', 'connecting'],
  ['handshaking', 'connecting'],
  ['dialling', 'connecting'],
  ['offline', 'unknown'],
  ['waiting', 'unknown'],
  ['paused', 'unknown'],
  ['closed', 'unknown'],
  ['refused', 'refused'],
  ['revoked', 'revoked'],
])('%s, and nothing known: %s', (connection, kind) => {
  expect(kinds(nothing, { connection, failed: false, sight: AWAY, count: 0 })).toEqual([kind])
})

it.each<[ConnectionState, string]>([
  ['dialling', 'away'],
  ['offline', 'away'],
  ['waiting', 'away'],
  ['refused', 'refused'],
  ['revoked', 'revoked'],
])('%s, with a list from before: %s', (connection, kind) => {
  expect(kinds(known, { connection, failed: false, sight: AWAY, count: 3 })).toEqual([kind])
})

it('stays unknown between two attempts', () => {
  const between = { connection: 'dialling', failed: true, sight: AWAY, count: 0 } as const
  expect(kinds(nothing, between)).toEqual(['unknown'])
})

it('says nothing where all is well', () => {
  expect(kinds(known, { connection: 'live', failed: false, sight: HERE, count: 3 })).toEqual([])
  expect(kinds(known, { connection: 'dialling', failed: false, sight: HERE, count: 3 })).toEqual([])
})

it('says what is missing for a start', () => {
  expect(kinds(known, { connection: 'live', failed: false, sight: HERE, count: 0 })).toEqual(['no-session'])
  expect(
    kinds({ ...known, projects: [] }, { connection: 'live', failed: false, sight: HERE, count: 0 }),
  ).toEqual(['no-project'])
})

it('names agents that can’t work', () => {
  const standing = { connection: 'live', failed: false, sight: HERE, count: 1 } as const
  const agents = [anAgent({ state: 'missing' }), anAgent({ state: 'error' }), anAgent({ state: 'disabled' })]
  expect(kinds({ ...known, agents }, standing)).toEqual(['agent', 'agent'])
  // Nobody has every agent there is: one that works is enough not to hear of those that are not installed.
  expect(kinds({ ...known, agents: [...agents, anAgent()] }, standing)).toEqual(['agent'])
})
