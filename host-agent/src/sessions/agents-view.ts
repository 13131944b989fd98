import { HearthError } from '@hearth/shared/protocol'
import type { AgentOption, SessionAgent } from '@hearth/shared/session'
import { type AgentView, EMPTY_VIEW } from '../agents/driver.ts'
import type { AgentLink } from './agent-link.ts'
import type { EngineParts } from './engine-parts.ts'
import type { Links } from './links.ts'
import { setOption, stopTask } from './options.ts'

/** What was last seen of an agent that is not open here, with what a person has chosen since. */
const lastView = ({ ledger, store }: EngineParts, agent: string): AgentView => {
  const offered = store.agents.offered(ledger.num, agent)
  if (offered === null) return EMPTY_VIEW
  const choices = store.agents.choices(ledger.num, agent)
  const chosen = (option: AgentOption): AgentOption => {
    const value = choices.get(option.id)
    return value !== undefined && option.choices.some((one) => one.value === value)
      ? { ...option, value }
      : option
  }
  return { ...EMPTY_VIEW, options: offered.options.map(chosen), commands: offered.commands }
}

const describe = (parts: EngineParts, link: AgentLink): SessionAgent => {
  const { agent, memory, joins, offers } = link
  const { options, commands, tasks, context } = offers?.view ?? lastView(parts, agent)
  return {
    agent,
    memory,
    steering: joins ? 'joins' : 'interrupts',
    options: [...options],
    commands: [...commands],
    tasks: [...tasks],
    context,
  }
}

/** What people see of a session's agents, and what they choose in them. */
export class SessionAgents {
  readonly #parts: EngineParts
  readonly #links: Links

  constructor(parts: EngineParts, links: Links) {
    this.#parts = parts
    this.#links = links
  }

  /** As the session has them now: its own first, then those that have worked in it or are open. */
  list(): SessionAgent[] {
    const { ledger, store } = this.#parts
    const open = this.#links.open.map((link) => link.agent)
    const agents = new Set([ledger.state.agent, ...store.agents.workers(ledger.num), ...open])
    return [...agents].map((agent) => describe(this.#parts, this.#links.of(agent)))
  }

  /** The session has another agent. */
  changed(): void {
    this.#parts.agentsChanged()
  }

  /** @throws HearthError `host.unknown_agent`, `host.unknown_option` and those of the agent */
  async setOption(agent: string, option: string, value: string): Promise<void> {
    return setOption(this.#parts, this.#linkOf(agent), option, value)
  }

  /** @throws HearthError `host.unknown_agent`, `host.unknown_task` and those of the agent */
  async stopTask(agent: string, task: string): Promise<void> {
    return stopTask(this.#linkOf(agent), task)
  }

  #linkOf(agent: string): AgentLink {
    if (this.#parts.driver(agent) === undefined) throw new HearthError('host.unknown_agent')
    return this.#links.of(agent)
  }
}
