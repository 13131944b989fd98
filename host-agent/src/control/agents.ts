import { AgentId } from '@hearth/shared/session'
import * as v from 'valibot'
import type { Catalog } from '../agents/catalog/catalog.ts'
import { CustomAgent } from '../agents/catalog/settings.ts'
import { take } from './params.ts'
import type { ControlHandlers } from './server.ts'

/** What the host's owner may do with its agents. */
export type OwnedAgents = Pick<
  Catalog,
  'start' | 'reports' | 'configError' | 'enable' | 'add' | 'remove' | 'diagnose'
>

const One = v.strictObject({ agent: AgentId })
const Enable = v.strictObject({ agent: AgentId, enabled: v.boolean() })

/** The agents for their owner, through the control socket. */
export const agentsHandlers = (agents: OwnedAgents): ControlHandlers => ({
  agents: async () => {
    await agents.start()
    return { agents: agents.reports(), config: agents.configError() }
  },
  'agents.enable': async (params) => {
    const { agent, enabled } = take(Enable, params)
    agents.enable(agent, enabled)
  },
  'agents.add': async (params) => agents.add(take(CustomAgent, params)),
  'agents.remove': async (params) => agents.remove(take(One, params).agent),
  'agents.diagnose': async (params) => agents.diagnose(take(One, params).agent),
})
