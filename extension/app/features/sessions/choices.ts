import type { OverviewState } from '@hearth/shared/link'
import { agentsInOrder, isChoosable } from '../agents/choices.ts'
import type { LastChoice } from './memory.ts'

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
