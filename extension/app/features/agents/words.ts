import type { Agent } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import type { Tone } from '../../ui/Dot.tsx'

type State = Agent['state']

/** What an agent's state is called, wherever it is told. */
export const AGENT_STATE: Readonly<Record<State, string>> = {
  ready: 'Ready',
  loading: 'Being looked for',
  error: 'Did not start the last time',
  missing: 'Not installed',
  disabled: 'Switched off on this host',
}

export const AGENT_TONE: Readonly<Record<State, Tone>> = {
  ready: 'ok',
  loading: 'info',
  error: 'danger',
  missing: 'idle',
  disabled: 'idle',
}

const RUNNING = (count: number): string => (count === 1 ? '1 running' : `${count} running`)

/** An agent's state in a line: `Ready · 1.18.4 · 2 running`. */
export const agentLine = ({ state, version, running }: Agent): string =>
  [
    AGENT_STATE[state],
    ...(version === null ? [] : [visible(version)]),
    ...(running > 0 ? [RUNNING(running)] : []),
  ].join(' · ')

/** What is the matter with an agent and what to do, as its host says it; null where nothing is. */
export const agentTrouble = ({ id, state, error }: Agent): string | null => {
  if (state === 'disabled') return `On that machine: hearth agents enable ${visible(id)}`
  if (error === null || state === 'ready' || state === 'loading') return null
  return visible(error.message)
}

/** The head of the fold of agents that can't be chosen. */
export const otherAgents = (count: number): string =>
  count === 1 ? '1 more that is not ready' : `${count} more that are not ready`

export const AGENTS = 'Agents'
