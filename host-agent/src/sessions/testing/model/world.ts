import { realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import type { PromptContent, SessionEvent, SessionState } from '@hearth/shared/session'
import type { Projects } from '../../../projects/projects.ts'
import type { HostDatabase } from '../../../store/open.ts'
import type { Sessions } from '../../api.ts'
import { MAX_LIVE_AGENTS, MAX_LIVE_AGENTS_HARD, WARM_IDLE_MS } from '../../limits.ts'
import { openSessions } from '../../service.ts'
import { ManualClock } from '../manual-clock.ts'
import { type Delivery, ModelAgent } from './agent.ts'
import { dump, fill, forLife, memoryDatabase } from './database.ts'
import type { Reader } from './reader.ts'
import { ModelRequests } from './requests.ts'
import { Witness } from './witness.ts'

/** alice's device, and bob's. */
export const ALICE = 'a1'.repeat(16)
export const BOB = 'b0'.repeat(16)

export const SESSIONS = ['5e'.repeat(16), '5f'.repeat(16)] as const

const PROJECT = { id: 'ab'.repeat(8), name: 'project', path: realpathSync(tmpdir()) }
const PROJECTS: Projects = {
  list: () => [PROJECT],
  get: () => PROJECT,
  add: async () => PROJECT,
  remove: () => undefined,
  onChange: () => () => undefined,
}

/** What a device was told of a prompt, and must hold whatever happens after. */
export interface Promised {
  readonly id: string
  readonly session: string
  /** Its number, which is in its text as `#n#`. */
  readonly n: number
  readonly text: string
  readonly agent: string | undefined
  readonly delivery: 'queue' | 'steer'
  readonly undigested: boolean
  turn: number | null
}

let template: ReturnType<typeof dump> | null = null

/** The host's sessions on a database in memory, with two agents, a clock that stands still, and lives to lose. */
export class World {
  /** It takes prompts into a running turn, and takes up a session again. */
  readonly joiner = new ModelAgent(
    { id: 'joiner', joins: true, resumes: true, process: 'shared' },
    (delivery) => this.deliveries.push(delivery),
  )
  /** It has to be stopped first, and forgets with its process. */
  readonly other = new ModelAgent(
    { id: 'other', joins: false, resumes: false, process: 'per-session' },
    (delivery) => this.deliveries.push(delivery),
  )
  readonly reports: unknown[] = []
  readonly prompts: Promised[] = []
  /** Kinds of events that were seen. */
  readonly met = new Set<string>()
  readonly readers: Reader[] = []
  readonly witnesses = SESSIONS.map((session) => new Witness(session, this))
  /** Everything that reached an agent, in order. */
  readonly deliveries: Delivery[] = []
  /** What should not have happened. */
  readonly wrong: string[] = []
  clock = new ManualClock()
  requests: ModelRequests
  sessions: Sessions
  /** Agents that were switched off. */
  readonly disabled = new Set<string>()
  /** How many agents may live. */
  readonly warm = { idleMs: WARM_IDLE_MS, live: MAX_LIVE_AGENTS, hard: MAX_LIVE_AGENTS_HARD }
  /** Transactions that fail next. */
  fullFor = 0
  /** Rises with everything that may change what agents remember, or how long something takes. */
  epoch = 0
  retries = 0
  readonly #db: HostDatabase
  #soon: (() => void)[] = []
  #life = 0
  #minted = 0

  private constructor(db: HostDatabase) {
    this.#db = db
    this.requests = new ModelRequests(() => '')
    this.sessions = this.#open()
  }

  /** A world with `SESSIONS`. */
  static async make(): Promise<World> {
    const db = memoryDatabase()
    if (template !== null) fill(db, template)
    const world = new World(db)
    if (template !== null) return world
    for (const session of SESSIONS) await world.#create(session)
    template = dump(db)
    return world
  }

  async #create(session: string): Promise<void> {
    const spec = {
      session,
      project: PROJECT.id,
      agent: 'joiner',
      place: 'main' as const,
      title: '',
      by: ALICE,
    }
    let isOver = false
    const made = this.sessions.create(spec).finally(() => {
      isOver = true
    })
    while (!isOver) await this.settle()
    await made
  }

  get agents(): ModelAgent[] {
    return [this.joiner, this.other]
  }

  /** May only one agent with a process of its own be at work, so that sessions take it from each other? */
  get crowded(): boolean {
    return this.warm.hard === 1
  }

  mint(): string {
    return (++this.#minted).toString(16).padStart(32, '0')
  }

  #open(): Sessions {
    const life = ++this.#life
    const alive = (): boolean => life === this.#life
    const drivers = new Map(this.agents.map((agent) => [agent.id, agent.driver()]))
    this.requests = new ModelRequests(() => this.mint())
    return openSessions({
      db: forLife(this.#db, { alive, fails: () => this.#fails() }),
      projects: PROJECTS,
      requests: this.requests,
      driver: (agent) => {
        if (this.disabled.has(agent)) throw new HearthError('agent.disabled')
        return drivers.get(agent)
      },
      worktrees: join(PROJECT.path, 'none'),
      report: (error) => {
        if (alive()) this.reports.push(error)
      },
      clock: this.clock,
      warm: this.warm,
      soon: (run) => {
        if (alive()) this.#soon.push(run)
      },
    })
  }

  #fails(): boolean {
    if (this.fullFor === 0) return false
    this.fullFor -= 1
    this.epoch += 1
    return true
  }

  /** Does everything that is due, without moving the clock. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet++) {
      const due = this.#soon.splice(0)
      for (const run of due) run()
      if (due.length > 0) quiet = 0
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** Lets time pass: what falls due is done before the next thing falls due. */
  async advance(ms: number): Promise<void> {
    await this.settle()
    for (const witness of this.witnesses) witness.forget()
    const until = this.clock.now() + ms
    for (
      let next = this.clock.nextIn;
      next !== null && this.clock.now() + next <= until;
      next = this.clock.nextIn
    ) {
      this.clock.advance(next)
      await this.settle()
    }
    this.clock.advance(until - this.clock.now())
    await this.settle()
  }

  /** The host dies, and the agents with it: at once, or after they have done what they had. */
  crash(agentsFinish: boolean): void {
    this.epoch += 1
    this.#life += 1
    this.#soon = []
    this.clock = new ManualClock(this.clock.now())
    for (const agent of this.agents) agent.orphan(agentsFinish)
    for (const reader of this.readers) reader.drop(false)
    this.sessions = this.#open()
  }

  send(prompt: Promised): void {
    const { id, session, text, agent, delivery, undigested } = prompt
    const content: PromptContent = [{ type: 'text', text }]
    const extra = {
      ...(agent !== undefined && { agent }),
      delivery,
      ...(undigested && { undigested: true as const }),
    }
    this.sessions.admit({ id, session, content, by: ALICE, ...extra }).then(
      ({ turn }) => {
        if (prompt.turn !== null && prompt.turn !== turn)
          this.wrong.push(`#${prompt.n}# was turn ${prompt.turn}, is ${turn}`)
        prompt.turn = turn
      },
      (error: { code?: string }) => {
        const isKnown = error.code === 'host.store' || error.code === 'agent.disabled'
        if (!isKnown) this.wrong.push(`#${prompt.n}#: ${error.code ?? error}`)
      },
    )
  }

  /** A call that may come too late, and is refused then with one of these codes. */
  quietly(promise: Promise<unknown>, ...codes: string[]): void {
    promise.catch((error: { code?: string }) => {
      if (error.code !== 'host.store' && !codes.includes(error.code ?? ''))
        this.wrong.push(String(error.code ?? error))
    })
  }

  /** A call that must be refused with this code. */
  refused(promise: Promise<unknown>, code: string): void {
    promise.then(
      () => this.wrong.push(`something was not refused with ${code}`),
      (error: { code?: string }) => {
        if (error.code !== code && error.code !== 'host.store')
          this.wrong.push(`${error.code ?? error} instead of ${code}`)
      },
    )
  }

  state(session: string): SessionState {
    const feed = this.sessions.open(session, 0, () => undefined)
    const state = feed.snapshot(50)
    feed.close()
    return state
  }

  events(session: string): SessionEvent[] {
    const feed = this.sessions.open(session, 0, () => undefined)
    const events: SessionEvent[] = []
    for (let page = feed.read(1 << 20); page.length > 0; page = feed.read(1 << 20))
      events.push(...page.map((row) => row.event))
    feed.close()
    return events
  }

  async end(): Promise<void> {
    await this.sessions.close()
    this.#life += 1
    this.#db.close()
  }
}
