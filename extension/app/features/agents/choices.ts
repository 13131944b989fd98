import type { Agent } from '@hearth/shared/protocol'

/** Can it be given a prompt? One that failed may be well the next time; one that isn't there can't be. */
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
