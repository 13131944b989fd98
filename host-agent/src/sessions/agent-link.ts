import { HearthError } from '@hearth/shared/protocol'
import type { AgentSession } from '../agents/driver.ts'
import type { EngineParts } from './engine-parts.ts'

/** The agent's side of one session: opened when first needed, then kept warm. */
export class AgentLink {
  readonly #parts: EngineParts
  #open: AgentSession | null = null
  #opening: Promise<AgentSession> | null = null

  constructor(parts: EngineParts) {
    this.#parts = parts
  }

  /** The open agent session, or null. */
  get warm(): AgentSession | null {
    return this.#open
  }

  /**
   * Opens the agent session, resuming the one that this session has with the agent.
   * @throws {AgentError} and HearthError `host.unknown_agent`, `host.unknown_project`
   */
  open(resume?: string): Promise<AgentSession> {
    if (this.#open !== null) return Promise.resolve(this.#open)
    this.#opening ??= this.#start(resume).finally(() => {
      this.#opening = null
    })
    return this.#opening
  }

  async #start(resume?: string): Promise<AgentSession> {
    const { ledger, store } = this.#parts
    const { agent, project, place, title } = ledger.state
    const driver = this.#parts.driver(agent)
    if (driver === undefined) throw new HearthError('host.unknown_agent', `This host has no agent ${agent}.`)
    if (!this.#parts.allowed(project)) throw new HearthError('host.unknown_project')
    const known = resume ?? store.sessions.agentSession(ledger.num, agent)
    const spec = { cwd: place.path, title, ...(known !== null && { resume: known }) }
    this.#open = await driver.openSession(spec)
    return this.#open
  }

  /** Lets the agent session go, if one is open; the next turn opens it anew. */
  drop(): void {
    const open = this.#open
    this.#open = null
    open?.close().catch(this.#parts.report)
  }
}
