import { HearthError } from '@hearth/shared/protocol'
import { type AgentSettings, type CustomAgent, isBuiltIn, type Settings } from './settings.ts'

/** Switches an agent on or off. @throws {HearthError} `host.unknown_agent` */
export function enableAgent(settings: Settings, id: string, enabled: boolean): Settings {
  if (isBuiltIn(id))
    return { ...settings, agents: { ...settings.agents, [id]: { ...settings.agents?.[id], enabled } } }
  known(settings, id)
  const custom = settings.custom?.map((agent) => (agent.id === id ? { ...agent, enabled } : agent))
  return { ...settings, ...(custom === undefined ? {} : { custom }) }
}

/** Adds an agent. @throws {HearthError} `agent.config` when its id is taken */
export function addAgent(settings: Settings, agent: CustomAgent): Settings {
  if (isBuiltIn(agent.id))
    throw new HearthError(
      'agent.config',
      `${agent.id} is an agent that comes with Hearth; choose another id.`,
    )
  if (settings.custom?.some(({ id }) => id === agent.id))
    throw new HearthError('agent.config', `There is an agent ${agent.id} already; remove it first.`)
  return { ...settings, custom: [...(settings.custom ?? []), agent] }
}

/** Removes an agent that was added. @throws {HearthError} `host.unknown_agent`, `agent.config` for one that comes with Hearth */
export function removeAgent(settings: Settings, id: string): Settings {
  if (isBuiltIn(id))
    throw new HearthError('agent.config', `${id} comes with Hearth and can’t be removed, only disabled.`)
  known(settings, id)
  return { ...settings, custom: settings.custom?.filter((agent) => agent.id !== id) ?? [] }
}

/** Settings with those of `older` for agents of which they say nothing. Unknown agents of `older` are left out. */
export function withOlder(settings: Settings, older: Readonly<Record<string, AgentSettings>>): Settings {
  const known = Object.fromEntries(Object.entries(older).filter(([id]) => isBuiltIn(id)))
  return { ...settings, agents: { ...known, ...settings.agents } }
}

function known(settings: Settings, id: string): void {
  if (!settings.custom?.some((agent) => agent.id === id))
    throw new HearthError('host.unknown_agent', `This host has no agent ${id}.`)
}
