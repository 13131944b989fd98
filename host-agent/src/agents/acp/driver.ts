import { realpath } from 'node:fs/promises'
import type {
  AgentAbilities,
  AgentDriver,
  AgentHealth,
  AgentSession,
  ForeignSession,
  ForeignTurn,
  ModelSource,
} from '../driver.ts'
import { AgentError } from '../driver.ts'
import { agentEnvironment } from '../process/environment.ts'
import { locate } from '../process/locate.ts'
import { noteUntil } from '../process/orphan.ts'
import { type Abilities, toDriver } from './abilities.ts'
import { formsOnly } from './client/forms-only.ts'
import { clientSide } from './client/index.ts'
import type { MakeClientSide } from './client-side.ts'
import { Refused } from './connection.ts'
import { listSessions } from './list.ts'
import { noClientSide, probe, readRecord } from './probe.ts'
import { type Channel, startProcess } from './process.ts'
import { AcpSession } from './session.ts'
import type { AcpSpec } from './spec.ts'
import { refusalWords } from './stop-reason.ts'

export type AcpDriverSpec = AcpSpec & {
  /** HEARTH_HOME: processes are noted below its `run/`. */
  home: string
  /** The person's own environment; in tests one built from scratch. */
  environment: Readonly<Record<string, string | undefined>>
  /** Tests bring an agent that is no process. */
  start?: (cwd: string) => Promise<Channel>
}

/** Drives one agent over ACP: a process for each open session, and short-lived ones for what needs no session. */
export class AcpDriver implements AgentDriver {
  readonly id: string
  readonly process = 'per-session'
  private readonly spec: AcpDriverSpec
  private readonly open = new Set<AcpSession>()
  private readonly probing = new Set<Channel>()
  private can: Abilities | null = null
  private last: AgentHealth = { state: 'stopped' }
  private isStopped = false

  constructor(spec: AcpDriverSpec) {
    this.id = spec.id
    this.spec = spec
  }

  abilities(): AgentAbilities | null {
    return this.can === null ? null : toDriver(this.can)
  }

  health(): AgentHealth {
    return this.last
  }

  /** The process ids of the open sessions, for tests and diagnostics. */
  pids(): number[] {
    return [...this.open].map((session) => session.pid()).filter((pid) => pid !== null)
  }

  private readonly noted = (pid: number): (() => void) => noteUntil(this.spec.home, this.id, pid)

  private clientSide(): MakeClientSide {
    const { offers = [], quirks } = this.spec
    const forms = quirks.withhold?.includes('elicitation') !== true
    const [files, terminals] = [offers.includes('files'), offers.includes('terminals')]
    if (files || terminals)
      return (place) =>
        clientSide({ ...place, now: Date.now, noted: this.noted }, { files, terminals, forms })
    return forms ? formsOnly : noClientSide
  }

  /** Finds out what the agent can do, by a start of its own; once. */
  async start(): Promise<void> {
    if (this.can !== null && this.last.state === 'ready') return
    await this.probe(this.spec.home, async () => undefined)
  }

  async openSession(spec: { cwd: string; title: string; resume?: string }): Promise<AgentSession> {
    const cwd = await realpath(spec.cwd)
    return this.watched(async () => {
      const parts = {
        spec: this.spec,
        cwd,
        environment: this.environment(),
        clientSide: this.clientSide(),
        channel: await this.channel(cwd),
        readRecord: async (id: string) => (await this.record(id, cwd)).replay,
      }
      const session = await AcpSession.open(parts, spec.resume)
      this.open.add(session)
      void session.ended.then(() => this.open.delete(session))
      const can = session.abilities()
      if (can !== null) this.ready(can)
      if (this.isStopped) await session.close()
      return session
    })
  }

  async listForeign(cwd: string): Promise<ForeignSession[]> {
    const folder = await realpath(cwd)
    return this.probe(folder, ({ connection, can }) =>
      can.list ? listSessions(connection, folder) : Promise.resolve([]),
    )
  }

  async readHistory(id: string, cwd: string): Promise<ForeignTurn[]> {
    const { replay } = await this.record(id, await realpath(cwd))
    return replay.history(Date.now())
  }

  /** ACP does not tell. Agents over ACP are signed in by their person. */
  async modelSource(): Promise<ModelSource> {
    return 'own'
  }

  async stop(): Promise<void> {
    this.isStopped = true
    await Promise.all([
      ...[...this.open].map((session) => session.close()),
      ...[...this.probing].map((channel) => channel.stop()),
    ])
    this.last = { state: 'stopped' }
  }

  private record(id: string, cwd: string) {
    return this.watched(async () => readRecord(await this.channel(cwd), this.spec, { id, cwd }))
  }

  private probe<T>(cwd: string, ask: Parameters<typeof probe<T>>[2]): Promise<T> {
    return this.watched(async () =>
      probe(await this.channel(cwd), this.spec, (started) => {
        this.ready(started.can)
        return ask(started)
      }),
    )
  }

  private ready(can: Abilities): void {
    this.can = can
    this.last = { state: 'ready', version: can.version, lastEventAt: null }
  }

  /** Keeps what went wrong with a start for `health`. */
  private async watched<T>(work: () => Promise<T>): Promise<T> {
    if (this.isStopped) throw new AgentError('agent.exited', `${this.spec.label} was stopped.`)
    if (this.last.state !== 'ready') this.last = { state: 'starting' }
    try {
      return await work()
    } catch (error) {
      const known = knownError(error)
      if (known.code === 'agent.session_missing' && this.can !== null) this.ready(this.can)
      else {
        const { code, message, diagnostics } = known
        this.last = { state: 'failed', error: { code, message }, diagnostics: [...diagnostics] }
      }
      throw known
    }
  }

  private async channel(cwd: string): Promise<Channel> {
    const channel = await (this.spec.start ?? ((folder) => this.spawn(folder)))(cwd)
    this.probing.add(channel)
    void channel.ended.then(() => this.probing.delete(channel))
    return channel
  }

  private async spawn(cwd: string): Promise<Channel> {
    const { id, command, args, label } = this.spec
    const env = this.environment()
    const isPath = command.includes('/')
    const spot = {
      program: command,
      configured: isPath ? command : null,
      path: env.PATH ?? '',
      bundled: null,
    }
    const { path, looked } = locate(spot)
    if (path === null) {
      const places = looked.length === 0 ? 'nowhere (PATH is empty)' : looked.join(', ')
      throw new AgentError('agent.not_found', `${label} was not found. Looked at: ${places}.`, looked)
    }
    return startProcess({ program: path, args, cwd, env, id, home: this.spec.home })
  }

  private environment(): Record<string, string> {
    const environment = agentEnvironment(this.spec.environment, this.spec.env)
    return this.spec.quirks.environment?.(environment) ?? environment
  }
}

function knownError(error: unknown): AgentError {
  if (error instanceof AgentError) return error
  if (error instanceof Refused) return new AgentError('agent.failed', refusalWords(error))
  return new AgentError('agent.failed', error instanceof Error ? error.message : String(error))
}
