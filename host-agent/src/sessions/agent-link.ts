import { HearthError } from '@hearth/shared/protocol'
import type { Memory } from '@hearth/shared/session'
import type { AgentDriver, AgentSession } from '../agents/driver.ts'
import { driverOf, type EngineParts } from './engine-parts.ts'
import { isForgotten } from './failures.ts'
import { Offers, rememberDefaults } from './offers.ts'
import { applyChoices } from './options.ts'
import type { WarmHandle } from './warm.ts'

/** Something that a person should know of how an agent session was opened. */
export interface LinkNotice {
  readonly code: string
  readonly text: string
}

/** One agent's side of one session: opened when first needed, then kept warm as long as there is room. */
export class AgentLink implements WarmHandle {
  readonly agent: string
  processes: WarmHandle['processes'] = 'per-session'
  readonly #parts: EngineParts
  readonly #inUse: () => boolean
  #open: AgentSession | null = null
  #opening: Promise<AgentSession> | null = null
  /** Rises when whatever is being opened is no longer wanted. */
  #life = 0
  /** What the agent remembered when it was opened, until a turn is told of it. */
  #opened: Exclude<Memory, 'warm'> | null = null
  /** What it had of the session is gone: it begins anew. */
  #isForgotten = false
  #notices: LinkNotice[] = []
  #offers: Offers | null = null

  /** `inUse`: does a turn, or a prompt that steers, need it? */
  constructor(agent: string, parts: EngineParts, inUse: () => boolean) {
    this.agent = agent
    this.#parts = parts
    this.#inUse = inUse
  }

  /** The open agent session, or null. */
  get warm(): AgentSession | null {
    return this.#open
  }

  get offers(): Offers | null {
    return this.#offers
  }

  /** What the next prompt will find. */
  get memory(): Memory {
    if (this.#open !== null) return this.#opened ?? 'warm'
    return this.#stored(driverOf(this.#parts, this.agent)) === null ? this.#without() : 'resumed'
  }

  /** Does the agent take a prompt while it works, as far as is known? */
  get joins(): boolean {
    if (this.#open !== null) return this.#open.steer !== null
    return driverOf(this.#parts, this.agent)?.abilities()?.steering === 'joins'
  }

  busy(): boolean {
    return this.#opening !== null || this.#inUse() || (this.#open?.view.tasks.length ?? 0) > 0
  }

  /**
   * Opens the agent session, resuming the one that this session has with the agent. Where the agent has lost it, a
   * new one is opened; with `resume` only that one will do.
   * @throws {AgentError} and HearthError `host.unknown_agent`, `host.unknown_project`, `agent.too_many`
   */
  open(resume?: string): Promise<AgentSession> {
    if (this.#open !== null) {
      this.#parts.pool.touch(this)
      return Promise.resolve(this.#open)
    }
    if (this.#opening === null) {
      const life = this.#life
      const opening = this.#start(life, resume).finally(() => {
        if (this.#opening === opening) this.#opening = null
      })
      this.#opening = opening
    }
    return this.#opening
  }

  /** Takes a place among the host's live agents for a session that is to be opened now. False while all are at work. */
  reserve(): boolean {
    if (this.#open !== null || this.#opening !== null) return true
    const driver = driverOf(this.#parts, this.agent)
    // Opening it tells what is the matter.
    if (driver === undefined) return true
    this.processes = driver.process
    return this.#parts.pool.takes(this)
  }

  /** Gives back a place that was taken and not used. */
  unreserve(): void {
    if (this.#open === null && this.#opening === null) this.#parts.pool.leave(this)
  }

  /** What the agent remembers, and what a person should know of that; asked once for each turn. */
  attach(): { memory: Memory; notices: LinkNotice[] } {
    const memory = this.memory
    const notices = this.#notices
    this.#opened = null
    this.#notices = []
    return { memory, notices }
  }

  /** A turn in it has ended. */
  used(): void {
    this.#parts.pool.touch(this)
  }

  /** Lets the agent session go, if one is open; the next turn opens it anew. */
  drop(): void {
    const open = this.#open
    this.#life += 1
    this.#open = null
    this.#opening = null
    this.#offers?.end()
    this.#offers = null
    this.#parts.pool.leave(this)
    if (open === null) return
    open.close().catch(this.#parts.report)
    this.#parts.agentsChanged()
  }

  /** The pool wants the room. */
  release(): void {
    this.drop()
  }

  /** Its memory is gone: what is opened next begins anew. */
  forget(): void {
    this.drop()
    this.#noteForgotten()
  }

  /** What is being opened, if anything is. */
  get opening(): Promise<AgentSession> | null {
    return this.#opening
  }

  async #start(life: number, resume: string | undefined): Promise<AgentSession> {
    const { ledger, pool } = this.#parts
    const driver = this.#parts.driver(this.agent)
    if (driver === undefined)
      throw new HearthError('host.unknown_agent', `This host has no agent ${this.agent}.`)
    if (!this.#parts.allowed(ledger.state.project)) throw new HearthError('host.unknown_project')
    this.processes = driver.process
    pool.enter(this)
    try {
      const session = await this.#resume(driver, resume)
      rememberDefaults(this.#parts, this.agent, session)
      const refused = await applyChoices(this.#parts, this.agent, session)
      if (life !== this.#life) {
        session.close().catch(this.#parts.report)
        throw new Error('It was let go while it was being opened.')
      }
      this.#notices.push(...refused)
      this.#keep(session)
      return session
    } catch (error) {
      if (life === this.#life) pool.leave(this)
      throw error
    }
  }

  async #resume(driver: AgentDriver, resume: string | undefined): Promise<AgentSession> {
    const { place, title } = this.#parts.ledger.state
    const spec = { cwd: place.path, title }
    const known = resume ?? this.#stored(driver)
    if (known === null) return driver.openSession(spec)
    try {
      return await driver.openSession({ ...spec, resume: known })
    } catch (error) {
      if (resume !== undefined || !isForgotten(error)) throw error
      this.#noteForgotten()
      return driver.openSession(spec)
    }
  }

  #noteForgotten(): void {
    this.#isForgotten = true
    const text = 'The agent has lost its memory of this session. It begins anew, and is told what happened.'
    this.#notices.push({ code: 'agent.session_missing', text })
  }

  #keep(session: AgentSession): void {
    const { agentsChanged, report } = this.#parts
    this.#open = session
    this.#opened = session.memory === 'resumed' ? 'resumed' : this.#without()
    this.#isForgotten = false
    this.#offers = new Offers(this.#parts, this.agent, session)
    session.onView(() => {
      if (this.#open === session && !this.busy()) this.#parts.pool.rested()
    })
    session.ended.then(() => {
      if (this.#open === session) this.drop()
    }, report)
    agentsChanged()
  }

  /** The agent session to take up again; null where there is none, or its agent can't do that. */
  #stored(driver: AgentDriver | undefined): string | null {
    const { ledger, store } = this.#parts
    if (this.#isForgotten || driver?.abilities()?.resume === false) return null
    return store.sessions.agentSession(ledger.num, this.agent)
  }

  /** What an agent without a memory of the session starts with. */
  #without(): 'replayed' | 'new' {
    const { ledger, store } = this.#parts
    return store.agents.workers(ledger.num).includes(this.agent) ? 'replayed' : 'new'
  }
}
