import type { Agent, Project, SessionSummary } from '@hearth/shared/protocol'
import { describe, expect, it } from 'vitest'
import { agentsInOrder } from '../agents/choices.ts'
import { firstChoice } from './choices.ts'

const agent = (id: string, state: Agent['state'], running = 0): Agent => ({
  id,
  label: id,
  kind: 'built-in',
  state,
  version: null,
  running,
  can: null,
  lastEventAt: null,
  error: null,
})
const project = (id: string): Project => ({ id, name: id, path: `/${id}` })
const session = (of: string) => ({ project: of }) as SessionSummary
const projects = [project('a'), project('b')]
const agents = [
  agent('gone', 'missing'),
  agent('broken', 'error'),
  agent('cold', 'ready'),
  agent('warm', 'ready', 1),
]

describe('what a new session starts out with', () => {
  it('is the last choice', () => {
    const last = { project: 'b', agent: 'cold', place: 'main' } as const
    expect(firstChoice({ projects, agents, sessions: [session('a')] }, last)).toEqual(last)
  })

  it('is the project last worked in and the readiest agent, in a worktree', () => {
    expect(firstChoice({ projects, agents, sessions: [session('x'), session('b')] }, null)).toEqual({
      project: 'b',
      agent: 'warm',
      place: 'worktree',
    })
  })

  it('is not what is no longer there', () => {
    const last = { project: 'x', agent: 'gone', place: 'main' } as const
    expect(firstChoice({ projects, agents, sessions: [] }, last)).toEqual({
      project: 'a',
      agent: 'warm',
      place: 'main',
    })
  })

  it('is empty where there is nothing', () => {
    expect(firstChoice({ projects: [], agents: [agent('gone', 'missing')], sessions: [] }, null)).toEqual({
      project: '',
      agent: '',
      place: 'worktree',
    })
  })
})

it('offers the agents that work first', () => {
  expect(agentsInOrder(agents).map(({ id }) => id)).toEqual(['warm', 'cold', 'broken', 'gone'])
})
