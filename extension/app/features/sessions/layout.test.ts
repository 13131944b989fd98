import { describe, expect, it } from 'vitest'
import type { PendingOne } from '../requests/pending.ts'
import { stopsOf, type Unfolded } from './layout.ts'
import type { HostGroup, Row } from './rows.ts'

const row = (key: string): Row => ({ key }) as Row
const group = (key: string, ...rows: string[]) => ({ key, id: key, project: null, rows: rows.map(row) })
const groups: HostGroup[] = [
  { host: 'laptop', projects: [group('web', 'a', 'b', 'c'), group('api', 'd')] },
  { host: 'server', projects: [group('ops', 'e')] },
]
const list = {
  groups,
  needs: [
    { kind: 'request', key: 'r', one: {} as PendingOne } as const,
    { kind: 'ended', key: 'x', row: row('d') } as const,
  ],
  found: ['e', 'a', 'b', 'c', 'd'].map(row),
  archived: [row('z')],
}
const usual: Unfolded = { view: 'grouped', isFolded: () => false, shown: () => 2, archivedOpen: false }

describe('what arrow keys go through', () => {
  it('is everything in sight, as it stands', () => {
    expect(stopsOf(list, usual)).toEqual([
      ...['needs/d', 'head/web', 'group/a', 'group/b', 'head/api', 'group/d', 'head/ops', 'group/e'],
      'head/archived',
    ])
  })
  it('is no row of a folded project', () => {
    const stops = stopsOf(list, { ...usual, isFolded: (key) => key === 'web' })
    expect(stops.slice(1, 4)).toEqual(['head/web', 'head/api', 'group/d'])
  })
  it('is one list when it is not grouped', () => {
    expect(stopsOf({ ...list, needs: [] }, { ...usual, view: 'flat', shown: () => 3 })).toEqual([
      ...['list/e', 'list/a', 'list/b', 'head/archived'],
    ])
  })
  it('has what is archived when that is open', () => {
    expect(stopsOf({ ...list, needs: [], groups: [] }, { ...usual, archivedOpen: true })).toEqual([
      ...['head/archived', 'archived/z'],
    ])
    expect(stopsOf({ ...list, needs: [], groups: [], archived: [] }, usual)).toEqual([])
  })
})
