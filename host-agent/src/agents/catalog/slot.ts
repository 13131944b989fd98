import type {
  AgentAbilities,
  AgentDriver,
  AgentHealth,
  AgentSession,
  ForeignSession,
  ForeignTurn,
  ModelSource,
} from '../driver.ts'
import { Generation } from './generation.ts'

/** What a slot makes its drivers of. */
export type Maker = {
  readonly id: string
  /** Holds each open session a process of its own? Until a driver is there. */
  readonly process: AgentDriver['process']
  /** What the next call is to be served by: a signature of program and settings, and how to make the driver. @throws {AgentError} */
  next(): Promise<{ signature: string; make(): AgentDriver }>
  /** What is known of its abilities while no driver tells them. */
  known(): AgentAbilities | null
  /** Called when something may have changed that is told of the agent. */
  touched(): void
  /** Called with every new session, before anybody else has it. */
  opened(session: AgentSession): Promise<void>
  /** Takes failures that no caller sees. */
  report(error: unknown): void
}

/**
 * An agent's place in the catalog, a driver to all who use it. Behind it the driver is made when it is first needed,
 * and replaced when program or settings have changed: the old one is let go when its last turn has ended.
 */
export class Slot implements AgentDriver {
  readonly id: string
  private readonly maker: Maker
  private readonly older = new Set<Generation>()
  private generation: Generation | null = null
  private isStopped = false

  constructor(maker: Maker) {
    this.id = maker.id
    this.maker = maker
  }

  get process() {
    return this.generation?.driver.process ?? this.maker.process
  }

  abilities(): AgentAbilities | null {
    return this.generation?.driver.abilities() ?? this.maker.known()
  }

  health(): AgentHealth {
    return this.generation?.driver.health() ?? { state: 'stopped' }
  }

  /** Its live processes, those that only finish their turns included. */
  running(): number {
    return [this.generation, ...this.older].reduce((sum, one) => sum + (one?.running() ?? 0), 0)
  }

  start(): Promise<void> {
    return this.using((generation) => generation.driver.start())
  }

  openSession(spec: { cwd: string; title: string; resume?: string }): Promise<AgentSession> {
    return this.using(async (generation) => {
      const session = generation.hold(await generation.driver.openSession(spec))
      await this.maker.opened(session)
      return session
    })
  }

  listForeign(cwd: string): Promise<ForeignSession[]> {
    return this.using((generation) => generation.driver.listForeign(cwd))
  }

  readHistory(id: string, cwd: string): Promise<ForeignTurn[]> {
    return this.using((generation) => generation.driver.readHistory(id, cwd))
  }

  modelSource(cwd: string): Promise<ModelSource> {
    return this.using((generation) => generation.driver.modelSource(cwd))
  }

  /** Takes note that its settings have changed: the next call has a driver of its own. */
  retire(): void {
    const { generation } = this
    this.generation = null
    if (generation === null) return
    this.older.add(generation)
    void generation.over.then(() => this.older.delete(generation))
    generation.retire()
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await Promise.all([this.generation, ...this.older].map((generation) => generation?.stop()))
  }

  private async using<T>(work: (generation: Generation) => Promise<T>): Promise<T> {
    const generation = await this.current()
    return generation.during(() => work(generation))
  }

  private async current(): Promise<Generation> {
    const { signature, make } = await this.maker.next()
    if (this.generation?.signature === signature) return this.generation
    this.retire()
    const { touched, report } = this.maker
    const generation = new Generation(make(), signature, () => touched(), report)
    // Whoever stopped it while the program was looked at wants no new one.
    if (this.isStopped) await generation.stop()
    this.generation = generation
    return generation
  }
}
