import type { OverviewState } from '@hearth/shared/link'
import type { Agent } from '@hearth/shared/protocol'
import type { LastChoice } from './memory.ts'

/** Can a session be made with it? One that failed may be well the next time; one that isn't there can't be. */
export const isChoosable = ({ state }: Pick<Agent, 'state'>): boolean =>
  state !== 'missing' && state !== 'disabled'

const RANK: Readonly<Record<Agent['state'], number>> = {
  ready: 0,
  loading: 1,
  error: 2,
  missing: 3,
  disabled: 4,
}

/** The agents as they are offered: those that work first, of these those that run; else in the host's order. */
export const agentsInOrder = (agents: readonly Agent[]): Agent[] =>
  [...agents].sort((a, b) => RANK[a.state] - RANK[b.state] || Number(b.running > 0) - Number(a.running > 0))

/**
 * What a new session starts out with: the last choice as far as it still exists, else the project that was last worked
 * in and the agent that is readiest. Empty where the host has none.
 */
export const firstChoice = (
  { projects, agents, sessions }: Pick<OverviewState, 'projects' | 'agents' | 'sessions'>,
  last: LastChoice | null,
): LastChoice => {
  const has = (id: string | undefined): boolean => projects.some((project) => project.id === id)
  const recent = sessions.find(({ project }) => has(project))?.project
  const choosable = agentsInOrder(agents).filter(isChoosable)
  return {
    project: (has(last?.project) ? last?.project : recent) ?? projects[0]?.id ?? '',
    agent: choosable.find(({ id }) => id === last?.agent)?.id ?? choosable[0]?.id ?? '',
    place: last?.place ?? 'worktree',
  }
}
