import { HearthError } from '@hearth/shared/protocol'
import type { PromptContent, SessionAgent } from '@hearth/shared/session'
import type { AgentDriver } from '../agents/driver.ts'
import { MAX_TURN_PAGE, RECOVER_AT_ONCE } from '../limits.ts'
import type { Projects } from '../projects/projects.ts'
import type { Requests } from '../requests/api.ts'
import type { HostDatabase } from '../store/open.ts'
import { createSessionStore } from '../store/store.ts'
import type { Sessions, SessionsChange } from './api.ts'
import { settleTurn } from './changes.ts'
import { type Clock, systemClock } from './clock.ts'
import { asHearthError } from './errors.ts'
import { LedgerFeed } from './feed.ts'
import { House, type Loaded } from './house.ts'
import { Inbox } from './inbox.ts'
import type { Change } from './ledger.ts'
import { Maker } from './make.ts'
import { Resolver } from './resolve.ts'
import { turnCount } from './summary.ts'

/** What the host's sessions are made of. */
export interface SessionsParts {
  readonly db: HostDatabase
  readonly projects: Projects
  readonly requests: Pick<Requests, 'open' | 'withdraw'>
  /** The driver of an agent; undefined when there is none of that name. */
  readonly driver: (agent: string) => AgentDriver | undefined
  /** Folder under which worktrees are made. */
  readonly worktrees: string
  /** Takes failures that no caller sees. */
  readonly report: (error: unknown) => void
  readonly clock?: Clock
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
  readonly #inbox: Inbox
  readonly #resolver: Resolver
  readonly #maker: Maker
  readonly #listeners = new Set<(change: SessionsChange) => void>()
  readonly #forgetProjects: () => void
  #closed = false

  constructor(parts: SessionsParts) {
    this.#parts = parts
    this.#clock = parts.clock ?? systemClock
    const now = () => this.#clock.now()
    const { projects, requests, driver, report, worktrees } = parts
    this.#store = createSessionStore(parts.db, report, parts.soon)
    this.#house = new House({
      store: this.#store,
      clock: this.#clock,
      requests,
      driver,
      report,
      allowed: (project) => projects.list().some((one) => one.id === project),
      changed: (session) => this.#tell({ type: 'session', session }),
    })
    this.#inbox = new Inbox(this.#store.turns, now)
    this.#resolver = new Resolver(this.#store.turns, this.#inbox, now)
    const project = (id: string) => projects.get(id)
    this.#maker = new Maker({ house: this.#house, store: this.#store, worktrees, now, project, driver })
    this.#forgetProjects = projects.onChange(() => this.#tell({ type: 'projects' }))
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
      return sessions.map((one) => ({ ...one, adopted: this.#store.sessions.adoptedBy(agent, one.id) }))
    } catch (error) {
      throw asHearthError(error)
    }
  }

  async update(session: string, change: { title?: string; archived?: boolean }): Promise<void> {
    this.#taking()
    const { ledger } = this.#house.get(session)
    await ledger.submit(({ state, emit }) => {
      const title = change.title === state.title ? undefined : change.title
      const archived = change.archived === state.archived ? undefined : change.archived
      if (title === undefined && archived === undefined) return
      const at = this.#clock.now()
      emit({
        type: 'session.changed',
        at,
        ...(title !== undefined && { title }),
        ...(archived !== undefined && { archived }),
      })
    })
  }

  async admit(prompt: { id: string; session: string; content: PromptContent; by: string }) {
    this.#taking()
    const { ledger, engine } = this.#house.get(prompt.session)
    const turn = await ledger.submit((change) => {
      // A repeated prompt is answered in any case; a new one only where agents may still work.
      const admitted = this.#inbox.admit(change, ledger.num, prompt)
      if (admitted > turnCount(ledger.state)) this.#parts.projects.get(change.state.project)
      return admitted
    })
    engine.kick()
    return { turn }
  }

  async edit(): Promise<void> {
    throw new HearthError('host.turn_state')
  }

  async order(): Promise<void> {
    throw new HearthError('host.turn_state')
  }

  async steer(): Promise<void> {
    throw new HearthError('host.turn_state')
  }

  agents(): SessionAgent[] {
    return []
  }

  async setOption(): Promise<void> {
    throw new HearthError('host.unknown_option')
  }

  async stopTask(): Promise<void> {
    throw new HearthError('host.unknown_task')
  }

  async withdraw(session: string, turn: number): Promise<void> {
    this.#taking()
    const { ledger, engine } = this.#house.get(session)
    await ledger.submit((change) => this.#cancelQueued(change, ledger.num, turn, 'only'))
    engine.kick()
  }

  async stop(session: string, turn: number): Promise<void> {
    this.#taking()
    const { ledger, engine } = this.#house.get(session)
    await ledger.submit((change) => {
      if (change.state.current?.n !== turn) this.#cancelQueued(change, ledger.num, turn, 'also')
    })
    engine.stop(turn)
    engine.kick()
  }

  async resolve(session: string, turn: number, choice: 'retry' | 'abandon', by: string) {
    this.#taking()
    const { ledger, engine } = this.#house.get(session)
    const retriedAs = await ledger.submit((change) => {
      this.#known(change, turn)
      return this.#resolver.resolve(change, ledger.num, turn, choice, by)
    })
    engine.kick()
    return { retriedAs }
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
    this.#forgetProjects()
    for (const { engine } of this.#house.loaded()) engine.close()
    this.#store.commit.close()
  }

  #taking(): void {
    if (this.#closed) throw new HearthError('host.stopping')
  }

  #known(change: Change, turn: number): void {
    if (turn < 1 || turn > turnCount(change.state)) throw new HearthError('host.unknown_turn')
  }

  #cancelQueued(change: Change, num: number, turn: number, how: 'only' | 'also'): void {
    this.#known(change, turn)
    const queued = change.state.queued.some((one) => one.n === turn)
    if (!queued)
      throw new HearthError('host.turn_state', how === 'only' ? 'This prompt is no longer queued' : undefined)
    settleTurn(change, turn, { outcome: 'cancelled' }, this.#clock.now())
    change.row(() => this.#store.turns.clear(num, turn))
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
