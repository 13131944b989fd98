import type { Project, SessionSummary } from '@hearth/shared/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grouped, type HostData, matching, reusing, rowsOf } from './rows.ts'

const USAGE = { input: 0, output: 0, cached: 0, reasoning: 0, cost: 0 }
const session = (id: string, over: Partial<SessionSummary> = {}): SessionSummary => ({
  id,
  title: id,
  project: 'web',
  place: { kind: 'worktree', path: '/w', branch: `hearth/${id}` },
  agent: 'opencode',
  archived: false,
  state: 'completed',
  queued: 0,
  waiting: 0,
  seq: 1,
  createdAt: 0,
  updatedAt: 0,
  usage: USAGE,
  ...over,
})
const project = (id: string): Project => ({ id, name: `the ${id}`, path: `/code/${id}` })
const host = (id: string, sessions: SessionSummary[], skew = 0): HostData => ({
  id,
  name: id,
  overview: { projects: [project('web'), project('api')], sessions, skew },
})
const ids = (rows: readonly { session: SessionSummary }[]) => rows.map((row) => row.session.id)

describe('rows', () => {
  it('are in the order of their last change by the device’s clock, over all hosts', () => {
    const laptop = host('laptop', [session('a', { updatedAt: 30 }), session('b', { updatedAt: 10 })])
    const server = host('server', [session('c', { updatedAt: 1025 })], 1000)
    expect(ids(rowsOf([laptop, server]))).toEqual(['a', 'c', 'b'])
  })

  it('know their project, or that it is gone', () => {
    const rows = rowsOf([host('laptop', [session('a'), session('b', { project: 'old' })])])
    expect(rows.map((row) => row.project?.name ?? null)).toEqual(['the web', null])
  })

  it('have keys that differ between hosts', () => {
    const keys = rowsOf([host('laptop', [session('a')]), host('server', [session('a')])]).map(
      ({ key }) => key,
    )
    expect(new Set(keys).size).toBe(2)
  })
})

it('a row that did not change stays the same object', () => {
  const [a, b] = [session('a'), session('b')]
  const told = (sessions: SessionSummary[]): HostData => ({
    id: 'laptop',
    name: 'laptop',
    overview: { projects: [], sessions, skew: 0 },
  })
  const first = rowsOf([told([a, b])])
  const next = reusing(first, rowsOf([told([a, { ...b }])]))
  expect(next.map((row) => first.includes(row))).toEqual([true, false])
})

describe('searching', () => {
  const rows = rowsOf([
    host('laptop', [
      session('a', { title: 'Fix the Größe', project: 'api' }),
      session('b', { title: 'Header', place: { kind: 'worktree', path: '/', branch: 'hearth/fix-header' } }),
      session('c', { title: 'Other', place: { kind: 'main', path: '/', branch: null } }),
    ]),
  ])
  it.each([
    ['', ['a', 'b', 'c']],
    ['  ', ['a', 'b', 'c']],
    ['fix', ['a', 'b']],
    ['grosse', []],
    ['groß', ['a']],
    ['grö', ['a']],
    ['API', ['a']],
    ['fix web', ['b']],
    ['nothing', []],
  ])('%j', (query, found) => expect(ids(matching(rows, query))).toEqual(found))
})

describe('groups', () => {
  it('are by host and project; the newest comes first in each', () => {
    const laptop = host('laptop', [
      session('a', { updatedAt: 1 }),
      session('b', { updatedAt: 3, project: 'api' }),
      session('c', { updatedAt: 2 }),
    ])
    const server = host('server', [session('d', { updatedAt: 9 })])
    const groups = grouped(rowsOf([laptop, server]), ['laptop', 'server', 'empty'])
    expect(
      groups.map(({ host: id, projects }) => [id, projects.map(({ id, rows }) => [id, ids(rows)])]),
    ).toEqual([
      [
        'laptop',
        [
          ['api', ['b']],
          ['web', ['c', 'a']],
        ],
      ],
      ['server', [['web', ['d']]]],
      ['empty', []],
    ])
  })

  it('lose and double nothing', () => {
    const some = fc.uniqueArray(
      fc.record({ id: fc.uuid(), project: fc.constantFrom('web', 'api', 'old'), at: fc.nat() }),
      {
        selector: ({ id }) => id,
      },
    )
    fc.assert(
      fc.property(some, some, (left, right) => {
        const made = (all: typeof left) =>
          all.map(({ id, project, at }) => session(id, { project, updatedAt: at }))
        const rows = rowsOf([host('l', made(left)), host('r', made(right))])
        const flat = grouped(rows, ['l', 'r']).flatMap(({ projects }) =>
          projects.flatMap((each) => each.rows),
        )
        expect(flat.map(({ key }) => key).sort()).toEqual(rows.map(({ key }) => key).sort())
      }),
    )
  })
})
