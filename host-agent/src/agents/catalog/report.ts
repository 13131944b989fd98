import type { Agent } from '@hearth/shared/protocol'
import type { EventError } from '@hearth/shared/session'
import type { AgentAbilities, AgentHealth } from '../driver.ts'
import { MAX_AGENT_ERROR, MAX_VERSION } from '../limits.ts'
import type { Plan } from './plan.ts'
import type { Probed } from './probe.ts'

/** What is known of an agent at this moment. */
export type Standing = {
  readonly plan: Plan
  /** What the fast look found; null before it. */
  readonly probed: Probed | null
  readonly health: AgentHealth
  readonly running: number
  readonly can: AgentAbilities | null
  /** What is wrong with the settings; what was read before is in force. */
  readonly config: EventError | null
  /** No agent of this host is there. */
  readonly alone: boolean
}

/** An agent as devices see it. What it says of itself is cut: a device that can't be told of one is told of none. */
export function agentOf(standing: Standing): Agent {
  const agent = stateOfAll(standing)
  const { version, error } = agent
  return {
    ...agent,
    version: version?.slice(0, MAX_VERSION) ?? null,
    error: error && { ...error, message: error.message.slice(0, MAX_AGENT_ERROR) },
  }
}

function stateOfAll(standing: Standing): Agent {
  const { plan, probed, health, running, can, config } = standing
  const { id, label } = plan.entry
  const found = probed?.state === 'ready' ? probed.found : null
  const base = {
    id,
    label,
    kind: plan.kind,
    version: found?.version ?? (health.state === 'ready' ? health.version : null),
    running,
    lastEventAt: health.state === 'ready' ? health.lastEventAt : null,
    can,
  }
  if (!plan.enabled) return { ...base, state: 'disabled', error: null }
  if (probed === null) return { ...base, state: 'loading', error: config }
  // One that nobody asked for and that isn't there is no trouble, as long as there is another.
  if (probed.state === 'missing')
    return { ...base, state: 'missing', error: plan.isWanted || standing.alone ? probed.error : null }
  if (probed.state === 'error') return { ...base, state: 'error', error: probed.error }
  if (health.state === 'failed') return { ...base, state: stateOf(health.error), error: health.error }
  return { ...base, state: 'ready', error: config }
}

const stateOf = ({ code }: EventError): Agent['state'] => (code === 'agent.not_found' ? 'missing' : 'error')

/** An agent as its owner sees it: where its program is, and what to do. */
export type AgentReport = Agent & { readonly program: string | null; readonly todo: string }

/** An agent with where its program is and what to do about it; nothing to do is an empty text. */
export function reportOf(standing: Standing): AgentReport {
  const { plan, probed } = standing
  const agent = agentOf(standing)
  const program = probed === null ? null : probed.state === 'ready' ? probed.found.path : probed.path
  return { ...agent, program, todo: todoOf(agent, plan, probed) }
}

function todoOf(agent: Agent, { entry }: Plan, probed: Probed | null): string {
  switch (agent.state) {
    case 'loading':
      return ''
    case 'ready':
      return agent.error === null ? '' : 'Correct agents.json: what it said before is in force.'
    case 'disabled':
      return `Switch it on with: hearth agents enable ${agent.id}`
    case 'missing':
      return probed?.state === 'missing' && probed.path !== null
        ? (entry.needs?.install ?? entry.install)
        : entry.install
    case 'error':
      return agent.error?.code === 'agent.sign_in'
        ? entry.signIn
        : `See why: hearth agents diagnose ${agent.id}`
  }
}
