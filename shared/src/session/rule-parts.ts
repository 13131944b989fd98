import type { RuleDraft, RuleWhat } from './rule.ts'

/** The words, paths, hosts or names of what a rule is about. */
export const ruleTexts = (what: RuleWhat): readonly string[] => {
  switch (what.type) {
    case 'command':
      return what.words
    case 'edit':
    case 'access':
      return what.paths
    case 'fetch':
      return what.hosts
    case 'mcp':
      return [what.server, what.tool]
    case 'tool':
      return [what.name]
  }
}

/** Where something is asked; `worktree` is its real path. */
export interface RulePlace {
  readonly session: string
  readonly turn: number
  readonly agent: string
  readonly project: string
  readonly worktree: string
}

/** Does a rule's scope reach this place, and does it speak of this agent? Says nothing of its time. */
export const reaches = ({ scope, agent }: Pick<RuleDraft, 'scope' | 'agent'>, place: RulePlace): boolean => {
  if (agent !== null && agent !== place.agent) return false
  switch (scope.type) {
    case 'turn':
      return scope.session === place.session && scope.turn === place.turn
    case 'session':
      return scope.session === place.session
    case 'worktree':
      return scope.path === place.worktree
    case 'project':
      return scope.project === place.project
    case 'everywhere':
      return true
  }
}
