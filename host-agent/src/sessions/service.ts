import { HearthError } from '@hearth/shared/protocol'
import type { SessionAgent } from '@hearth/shared/session'
import type { AgentDriver } from '../agents/driver.ts'
import { MAX_TURN_PAGE, RECOVER_AT_ONCE } from '../limits.ts'
import type { Projects } from '../projects/projects.ts'
import type { Requests } from '../requests/api.ts'
import type { HostDatabase } from '../store/open.ts'
import { createSessionStore } from '../store/store.ts'
import type { Sessions, SessionsChange } from './api.ts'
import { type Clock, systemClock } from './clock.ts'
import { asHearthError } from './errors.ts'
import { LedgerFeed } from './feed.ts'
import { House, type Loaded } from './house.ts'
import { Maker } from './make.ts'
import { Prompts } from './prompts.ts'
import { turnCount } from './summary.ts'
import { type WarmLimits, WarmPool } from './warm.ts'

/** What holds turns back. */
export interface SessionBrakes {
  /** No turn of this session begins for now. */
  holds(session: string): boolean
  /** A person has sent a new prompt: a session that was held for asking too often goes on. */
  prompted(session: string, by: string): Promise<void>
  /** What is held back has changed. */
  onChange(listener: () => void): () => void
}

const NO_BRAKES: SessionBrakes = {
  holds: () => false,
  prompted: async () => undefined,
  onChange: () => () => undefined,
}

/** What the host's sessions are made of. */
export interface SessionsParts {
  readonly db: HostDatabase
  readonly projects: Projects
  readonly requests: Pick<Requests, 'open' | 'withdraw'>
  /** The driver of an agent; undefined when there is none of that name. */
  readonly driver: (agent: string) => AgentDriver | undefined
  /** The name by which people know an agent; its id by default. */
  readonly label?: (agent: string) => string
  /** Folder under which worktrees are made. */
  readonly worktrees: string
  /** Takes failures that no caller sees. */
  readonly report: (error: unknown) => void
  readonly clock?: Clock
  /** How many agents are kept, and may be at work; by default as `limits.ts` says. */
  readonly warm?: WarmLimits
  /** Nothing holds turns back by default. */
  readonly brakes?: SessionBrakes
  /** Calls back when the input of this tick has been read. */
  readonly soon?: (run: () => void) => void
}

/** Opens the host's sessions on its database, and takes up what a crash has left. */
export const openSessions = (parts: SessionsParts): Sessions => new SessionService(parts)

class SessionService implements Sessions {
  readonly #parts: SessionsParts
  readonly #clock: Clock
  readonly #store: ReturnType<typeof createSessionStore>
  readonly #house: House
  readonly #pool: WarmPool
  readonly #prompts: Prompts
  readonly #maker: Maker
  readonly #listeners = new Set<(change: SessionsChange) => void>()
  readonly #forget: (() => void)[]
  #closed = false

  constructor(parts: SessionsParts) {
    this.#parts = parts
    this.#clock = parts.clock ?? systemClock
    const now = () => this.#clock.now()
    const { projects, requests, driver, report, worktrees, brakes = NO_BRAKES } = parts
    this.#store = createSessionStore(parts.db, report, parts.soon)
    this.#pool = new WarmPool(this.#clock, parts.warm)
    this.#house = new House({
      store: this.#store,
      clock: this.#clock,
      pool: this.#pool,
      requests,
      driver,
      label: parts.label ?? ((agent) => agent),
      report,
      gate: (session) => !brakes.holds(session),
      allowed: (project) => projects.list().some((one) => one.id === project),
      changed: (session) => this.#tell({ type: 'session', session }),
      agentsChanged: (session) => this.#tell({ type: 'agents', session }),
    })
    const project = (id: string) => projects.get(id)
    // The prompt is admitted in any case; where nobody could be told, the session stays held.
    const prompted = (session: string, by: string) => brakes.prompted(session, by).catch(report)
    this.#prompts = new Prompts({ house: this.#house, store: this.#store, now, project, driver, prompted })
    this.#maker = new Maker({ house: this.#house, store: this.#store, worktrees, now, project, driver })
    this.#forget = [
      projects.onChange(() => this.#tell({ type: 'projects' })),
      brakes.onChange(() => {
        for (const { engine } of this.#house.loaded()) engine.kick()
      }),
    ]
    this.#takeUp(this.#house.busy())
  }

  projects() {
    return this.#parts.projects.list()
  }

  summaries() {
    return this.#house.summaries()
  }

  async create(spec: Parameters<Sessions['create']>[0]): Promise<void> {
    const { session, project, agent, place, title } = spec
    this.#taking()
    await this.#maker.make(session, { project, agent, place, title, foreign: null })
  }

  async adopt(spec: Parameters<Sessions['adopt']>[0]): Promise<void> {
    const { session, project, agent, foreign } = spec
    this.#taking()
    try {
      await this.#maker.make(session, { project, agent, place: 'main', title: '', foreign })
    } catch (error) {
      throw asHearthError(error)
    }
  }

  async listForeign(project: string, agent: string) {
    const { path } = this.#parts.projects.get(project)
    const driver = this.#parts.driver(agent)
    if (driver === undefined) throw new HearthError('host.unknown_agent')
    try {
      const sessions = await driver.listForeign(path)
      const ours = this.#store.sessions.agentSessions(agent)
      return (
        sessions
          .map((one) => ({ ...one, adopted: this.#store.sessions.adoptedBy(agent, one.id) }))
          // What we made ourselves is no foreign one; not every agent can tell them apart.
          .filter(({ id, adopted }) => adopted !== null || !ours.has(id))
      )
    } catch (error) {
      throw asHearthError(error)
    }
  }

  async update(session: string, to: { title?: string; archived?: boolean; agent?: string }): Promise<void> {
    this.#taking()
    const { ledger, agents } = this.#house.get(session)
    if (to.agent !== undefined && this.#parts.driver(to.agent) === undefined)
      throw new HearthError('host.unknown_agent')
    const hasChanged = await ledger.submit(({ state, emit }) => {
      const title = to.title === state.title ? undefined : to.title
      const archived = to.archived === state.archived ? undefined : to.archived
      const agent = to.agent === state.agent ? undefined : to.agent
      if (title === undefined && archived === undefined && agent === undefined) return false
      emit({
        type: 'session.changed',
        at: this.#clock.now(),
        ...(title !== undefined && { title }),
        ...(archived !== undefined && { archived }),
        ...(agent !== undefined && { agent }),
      })
      return agent !== undefined
    })
    if (hasChanged) agents.changed()
  }

  async admit(prompt: Parameters<Sessions['admit']>[0]) {
    this.#taking()
    return this.#prompts.admit(prompt)
  }

  async edit(...edit: Parameters<Sessions['edit']>): Promise<void> {
    this.#taking()
    return this.#prompts.edit(...edit)
  }

  async order(...order: Parameters<Sessions['order']>): Promise<void> {
    this.#taking()
    return this.#prompts.order(...order)
  }

  async steer(session: string, turn: number): Promise<void> {
    this.#taking()
    return this.#prompts.steer(session, turn)
  }

  async withdraw(session: string, turn: number): Promise<void> {
    this.#taking()
    return this.#prompts.withdraw(session, turn)
  }

  async stop(...stop: Parameters<Sessions['stop']>): Promise<void> {
    this.#taking()
    return this.#prompts.stop(...stop)
  }

  stopRunning(session: string | null, by: string | null): void {
    for (const { row, ledger, engine } of this.#house.loaded()) {
      const { current } = ledger.state
      if (current !== null && (session === null || session === row.id)) engine.stop(current.n, by)
    }
  }

  async resolve(...choice: Parameters<Sessions['resolve']>) {
    this.#taking()
    return this.#prompts.resolve(...choice)
  }

  agents(session: string): SessionAgent[] {
    return this.#house.get(session).agents.list()
  }

  async setOption(session: string, agent: string, option: string, value: string): Promise<void> {
    this.#taking()
    return this.#house.get(session).agents.setOption(agent, option, value)
  }

  async stopTask(session: string, agent: string, task: string): Promise<void> {
    this.#taking()
    return this.#house.get(session).agents.stopTask(agent, task)
  }

  history(session: string, before: number, limit: number) {
    const { ledger } = this.#house.get(session)
    const turns = this.#store.turns.before(ledger.num, before, Math.min(limit, MAX_TURN_PAGE))
    const first = turns[0]?.n ?? before
    const { current, queued } = ledger.state
    const live = [...queued, ...(current === null ? [] : [current])].filter((turn) => turn.n < first)
    const last = Math.min(first - 1, turnCount(ledger.state))
    return { turns, earlier: Math.max(0, last - live.length) }
  }

  open(session: string, after: number, wake: () => void): LedgerFeed {
    const { ledger, engine, feeds } = this.#house.get(session)
    const feed: LedgerFeed = new LedgerFeed(ledger, this.#store.turns, after, () => {
      feeds.delete(feed)
    })
    feeds.set(feed, wake)
    engine.flush()
    return feed
  }

  onChange(listener: (change: SessionsChange) => void) {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const forget of this.#forget) forget()
    for (const { engine } of this.#house.loaded()) engine.close()
    this.#pool.close()
    this.#store.commit.close()
  }

  #taking(): void {
    if (this.#closed) throw new HearthError('host.stopping')
  }

  #tell(change: SessionsChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(change)
      } catch (error) {
        this.#parts.report(error)
      }
    }
  }

  /** Recovers the sessions in which something was going on, a few at a time. */
  #takeUp(ids: readonly string[]): void {
    const waiting = [...ids]
    const next = (): void => {
      const id = waiting.shift()
      if (id === undefined || this.#closed) return
      let loaded: Loaded
      try {
        loaded = this.#house.get(id)
      } catch (error) {
        this.#parts.report(error)
        return next()
      }
      loaded.engine.recover().then(next, this.#parts.report)
    }
    for (let n = 0; n < RECOVER_AT_ONCE; n++) next()
  }
}
