import { join } from 'node:path'
import { HearthError, type Project, WIRE_LIMITS } from '@hearth/shared/protocol'
import type { Place } from '@hearth/shared/session'
import { type AgentDriver, AgentError, type ForeignTurn } from '../agents/driver.ts'
import { MAX_SESSIONS } from '../limits.ts'
import { checkFolder } from '../projects/inspect.ts'
import type { SessionRow, SessionSpec } from '../store/session-rows.ts'
import type { SessionStore } from '../store/store.ts'
import { createWorktree, mainPlace, worktreeNames } from '../worktrees/create.ts'
import { slug } from '../worktrees/names.ts'
import { writeHistory } from './adopt.ts'
import type { House, Loaded } from './house.ts'
import { summarise } from './summary.ts'
import { recordWork } from './work.ts'

/** What making a session needs. */
export interface MakeParts {
  readonly house: House
  readonly store: SessionStore
  /** Folder under which all worktrees are made. */
  readonly worktrees: string
  now(): number
  /** @throws HearthError `host.unknown_project` */
  project(id: string): Project
  driver(agent: string): AgentDriver | undefined
}

/** Makes sessions: new ones in a place of their own, and ones that continue an agent's own session. */
export class Maker {
  readonly #parts: MakeParts
  readonly #making = new Map<string, { spec: SessionSpec; done: Promise<void> }>()

  constructor(parts: MakeParts) {
    this.#parts = parts
  }

  /** Makes a session once, however often it is asked for. @throws HearthError `host.session_exists` and those below */
  make(id: string, spec: SessionSpec): Promise<void> {
    const made = this.#parts.house.row(id)?.spec ?? this.#making.get(id)?.spec
    if (made !== undefined) {
      if (!sameSpec(made, spec)) return Promise.reject(new HearthError('host.session_exists'))
      return this.#making.get(id)?.done ?? Promise.resolve()
    }
    const done = this.#make(id, spec).finally(() => this.#making.delete(id))
    this.#making.set(id, { spec, done })
    return done
  }

  async #make(id: string, spec: SessionSpec): Promise<void> {
    const { house, store } = this.#parts
    const project = this.#parts.project(spec.project)
    const driver = this.#parts.driver(spec.agent)
    if (driver === undefined) throw new HearthError('host.unknown_agent')
    if (house.size + this.#making.size >= MAX_SESSIONS) throw new HearthError('host.too_many_sessions')
    const history = spec.foreign === null ? null : await this.#history(driver, project, spec.foreign)
    const place = await this.#place(id, spec, project)
    const loaded = house.fresh(id)
    const at = this.#parts.now()
    const row = await loaded.ledger.submit((change): SessionRow => {
      const title = history?.title ?? spec.title
      change.emit({ type: 'session.created', at, title, project: project.id, place, agent: spec.agent })
      const { agent, foreign } = spec
      if (history !== null && foreign !== null)
        writeHistory(change, history.turns, (turn) =>
          recordWork(change, store, loaded.num, { turn, agent, agentSession: foreign }),
        )
      const summary = summarise(id, change.state, null)
      const made: SessionRow = { num: loaded.num, id, spec, summary, busy: false }
      change.row(() => {
        store.sessions.insert(made)
        if (spec.foreign === null) return
        store.sessions.saveAdopted(spec.agent, spec.foreign, id)
        store.sessions.saveAgentSession(loaded.num, spec.agent, spec.foreign)
      })
      return made
    })
    house.keep({ row, ...loaded } satisfies Loaded)
  }

  /** @throws HearthError `host.already_adopted`, `agent.session_missing` and other codes of the agent */
  async #history(
    driver: AgentDriver,
    project: Project,
    foreign: string,
  ): Promise<{ title: string; turns: ForeignTurn[] }> {
    const taken = [...this.#making.values()].filter(({ spec }) => spec.foreign === foreign).length > 1
    if (taken || this.#parts.store.sessions.adoptedBy(driver.id, foreign) !== null)
      throw new HearthError('host.already_adopted')
    const listed = (await driver.listForeign(project.path)).find((one) => one.id === foreign)
    if (listed === undefined)
      throw new AgentError('agent.session_missing', 'The agent lists no such session here.')
    return {
      title: listed.title.slice(0, WIRE_LIMITS.titleLength.value),
      turns: await driver.readHistory(foreign, project.path),
    }
  }

  /**
   * A worktree of its own, under the friendliest name that is free; or the main checkout.
   * @throws HearthError `host.project_missing`, `host.worktree`
   */
  async #place(id: string, spec: SessionSpec, project: Project): Promise<Place> {
    await checkFolder(project.path)
    if (spec.place === 'main') return mainPlace(project.path)
    const parent = join(this.#parts.worktrees, `${slug(project.name)}-${project.id.slice(0, 4)}`)
    let failure: unknown
    for (const name of worktreeNames(spec.title, id)) {
      try {
        return await createWorktree({ repository: project.path, parent, name })
      } catch (error) {
        failure = error
      }
    }
    throw failure
  }
}

const sameSpec = (a: SessionSpec, b: SessionSpec): boolean =>
  a.project === b.project &&
  a.agent === b.agent &&
  a.place === b.place &&
  a.foreign === b.foreign &&
  a.title === b.title
