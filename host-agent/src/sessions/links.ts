import { AgentLink } from './agent-link.ts'
import type { EngineParts } from './engine-parts.ts'
import { SESSION_AGENTS_MAX } from './limits.ts'

/** The agents of one session, each with its own agent session. */
export class Links {
  readonly #parts: EngineParts
  readonly #inUse: (agent: string) => boolean
  /** In the order of use. */
  readonly #links = new Map<string, AgentLink>()

  /** `inUse`: does a turn, or a prompt that steers, need this agent? */
  constructor(parts: EngineParts, inUse: (agent: string) => boolean) {
    this.#parts = parts
    this.#inUse = inUse
  }

  of(agent: string): AgentLink {
    const link = this.#links.get(agent) ?? new AgentLink(agent, this.#parts, () => this.#inUse(agent))
    this.#links.delete(agent)
    this.#links.set(agent, link)
    this.#shrink(link)
    return link
  }

  /** Agents whose agent session is open. */
  get open(): AgentLink[] {
    return [...this.#links.values()].filter((link) => link.warm !== null)
  }

  /** Is any of them at work? */
  get busy(): boolean {
    return [...this.#links.values()].some((link) => link.busy())
  }

  dropAll(): void {
    for (const link of this.#links.values()) link.drop()
  }

  #shrink(wanted: AgentLink): void {
    for (const [agent, link] of this.#links) {
      if (this.#links.size <= SESSION_AGENTS_MAX) return
      if (link === wanted || link.busy()) continue
      this.#links.delete(agent)
      link.drop()
    }
  }
}
