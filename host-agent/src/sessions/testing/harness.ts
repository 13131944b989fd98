import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import type { SessionEvent, SessionState } from '@hearth/shared/session'
import type { AgentDriver } from '../../agents/driver.ts'
import { createProjects, type Projects } from '../../projects/projects.ts'
import { type HostDatabase, openDatabase } from '../../store/open.ts'
import { makeRepository, tempFolder } from '../../worktrees/testing.ts'
import type { Sessions } from '../api.ts'
import { openSessions } from '../service.ts'
import type { WarmLimits } from '../warm.ts'
import { FakeBrakes } from './fake-brakes.ts'
import { FakeAgent } from './fake-driver.ts'
import { FakeRequests } from './fake-requests.ts'
import { ManualClock } from './manual-clock.ts'

/** alice's device. */
export const ALICE = 'a1'.repeat(16)
export const BOB = 'b0'.repeat(16)

export const newId = (): string => randomBytes(16).toString('hex')

/** Sessions on a real database with a fake agent, a clock that stands still, and commits that wait to be run. */
export class Harness {
  readonly folder = tempFolder()
  readonly repository = makeRepository(join(this.folder.path, 'repo'))
  /** `opencode`, the agent of sessions here. */
  readonly agent = new FakeAgent()
  /** `codex`. */
  readonly other = new FakeAgent()
  /** Agents that are switched off. */
  readonly disabled = new Set<string>()
  readonly reports: unknown[] = []
  clock = new ManualClock()
  requests = new FakeRequests()
  readonly brakes = new FakeBrakes()
  db: HostDatabase
  projects: Projects
  sessions: Sessions
  project = ''
  #soon: (() => void)[] = []
  #life = 0
  readonly #driver: AgentDriver | null
  readonly #warm: WarmLimits | undefined

  /** `driver` takes the place of the fake agent's, `warm` that of the limits on live agents. */
  constructor(driver: AgentDriver | null = null, warm?: WarmLimits) {
    this.#driver = driver
    this.#warm = warm
    this.db = openDatabase(join(this.folder.path, 'host.db'))
    this.projects = createProjects(this.db)
    this.sessions = this.#open()
  }

  #open(): Sessions {
    const driver = this.#driver ?? this.agent.driver()
    const other = this.other.driver('codex')
    this.requests = new FakeRequests()
    const life = ++this.#life
    return openSessions({
      db: this.db,
      projects: this.projects,
      requests: this.requests,
      brakes: this.brakes,
      driver: (agent) => {
        if (this.disabled.has(agent)) throw new HearthError('agent.disabled')
        return [driver, other].find(({ id }) => id === agent)
      },
      label: (agent) => (agent === 'opencode' ? 'OpenCode' : agent),
      worktrees: join(this.folder.path, 'worktrees'),
      report: (error) => this.reports.push(error),
      clock: this.clock,
      ...(this.#warm !== undefined && { warm: this.#warm }),
      soon: (run) => {
        // A host that died commits nothing more.
        if (life === this.#life) this.#soon.push(run)
      },
    })
  }

  /** Does everything that is due, without moving the clock. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet++) {
      const due = this.#soon.splice(0)
      for (const run of due) run()
      if (due.length > 0) quiet = 0
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** Does what is due until `promise` has an outcome. */
  async done<T>(promise: Promise<T>): Promise<T> {
    let over = false
    const mark = () => {
      over = true
    }
    promise.then(mark, mark)
    while (!over) await this.settle()
    return promise
  }

  async advance(ms: number): Promise<void> {
    this.clock.advance(ms)
    await this.settle()
  }

  /** A session in the main checkout of the only project. */
  async session(id = newId(), title = 'A session'): Promise<string> {
    this.project = (await this.done(this.projects.add(this.repository))).id
    const spec = {
      session: id,
      project: this.project,
      agent: 'opencode',
      place: 'main' as const,
      title,
      by: ALICE,
    }
    await this.done(this.sessions.create(spec))
    return id
  }

  prompt(session: string, text: string, id = newId()): Promise<{ turn: number }> {
    return this.done(this.sessions.admit({ id, session, content: [{ type: 'text', text }], by: ALICE }))
  }

  /** The host dies: what was not committed is gone, timers never fire, the agent hears nothing more of it. */
  crash(how: { agentToo?: boolean } = {}): void {
    if (how.agentToo !== false) for (const agent of [this.agent, this.other]) agent.crash()
    this.#soon = []
    this.clock = new ManualClock(this.clock.now())
    this.db.close()
    this.db = openDatabase(join(this.folder.path, 'host.db'))
    this.projects = createProjects(this.db)
    this.sessions = this.#open()
  }

  events(session: string, after = 0): SessionEvent[] {
    const feed = this.sessions.open(session, after, () => undefined)
    const events: SessionEvent[] = []
    for (;;) {
      const page = feed.read(64 * 1024)
      if (page.length === 0) break
      events.push(...page.map((row) => row.event))
    }
    feed.close()
    return events
  }

  state(session: string, turns = 50): SessionState {
    const feed = this.sessions.open(session, 0, () => undefined)
    const state = feed.snapshot(turns)
    feed.close()
    return state
  }

  async end(): Promise<void> {
    await this.sessions.close()
    this.db.close()
    this.folder.remove()
  }
}
