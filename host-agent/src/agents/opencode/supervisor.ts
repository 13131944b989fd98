import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EventError } from '@hearth/shared/session'
import { AgentError } from '../driver.ts'
import {
  IDLE_MS,
  READY_TIMEOUT_MS,
  RESTART_FIRST_MS,
  RESTART_LIMIT,
  RESTART_MAX_MS,
  RESTART_WINDOW_MS,
} from '../limits.ts'
import { agentEnvironment } from '../process/environment.ts'
import { describeExit } from '../process/group.ts'
import { type After, Idle, systemAfter } from '../process/idle.ts'
import { type Located, locate } from '../process/locate.ts'
import { noteFile } from '../process/orphan.ts'
import { writeShell } from '../process/shell.ts'
import { serverConfig } from './policy.ts'
import { type OpencodeServer, startServer } from './server.ts'

export type SupervisorSpec = {
  /** HEARTH_HOME: the process is noted below its `run/`. */
  home: string
  /** The person's own environment; in tests one built from scratch. */
  environment: Readonly<Record<string, string | undefined>>
  /** What the catalog sets for this agent; null removes a variable. */
  settings?: Readonly<Record<string, string | null>>
  /** A path to the program; null looks for it on PATH, then in the installation. */
  program: string | null
  readyTimeoutMs?: number
  /** Time without a turn or a call after which the server is let go until the next one. */
  idleMs?: number
  /** Tests bring their own clock for what takes minutes. */
  after?: After
  /** One line per start and exit; without secrets. */
  log?(line: string): void
}

export type SupervisorState =
  | { state: 'stopped' }
  | { state: 'starting' }
  | { state: 'ready'; server: OpencodeServer }
  | { state: 'failed'; error: EventError; diagnostics: string[] }

/** Variables of the server's that no command of the agent may see. */
const SECRETS = ['OPENCODE_SERVER_PASSWORD', 'OPENCODE_SERVER_USERNAME']

const BUNDLED = { package: `opencode-${process.platform}-${process.arch}`, file: 'bin/opencode' }

/** Where opencode's program is, or was looked for, and how to get it. */
function lookForOpencode(spec: SupervisorSpec): Located & { install: string } {
  const path = spec.settings?.PATH ?? spec.environment.PATH ?? ''
  const found = locate({ program: 'opencode', configured: spec.program, path, bundled: BUNDLED })
  return { ...found, install: 'Install it (npm install -g opencode-ai) or name its path in the settings.' }
}

/**
 * Keeps one `opencode serve` for all sessions: starts it on demand, starts it again with back-off when it ends
 * by itself (RESTART_LIMIT times per RESTART_WINDOW_MS, then only when asked), lets it go and ends it within
 * stated bounds.
 */
export class Supervisor {
  private readonly spec: SupervisorSpec
  private readonly onUp: (server: OpencodeServer) => Promise<void>
  private readonly onDown: (why: string) => void
  private readonly idle: Idle
  private current: SupervisorState = { state: 'stopped' }
  private starting: Promise<OpencodeServer> | null = null
  /** The end of a server that was let go: the next one starts after it. */
  private resting: Promise<void> = Promise.resolve()
  private stopping = false
  private crashes: number[] = []
  private restart: NodeJS.Timeout | null = null

  /** `onUp` runs before a start counts as done; `onDown` when a server that was up has ended by itself. */
  constructor(
    spec: SupervisorSpec,
    onUp: (server: OpencodeServer) => Promise<void>,
    onDown: (why: string) => void,
  ) {
    this.spec = spec
    this.onUp = onUp
    this.onDown = onDown
    this.idle = new Idle({
      ms: spec.idleMs ?? IDLE_MS,
      after: spec.after ?? systemAfter,
      letGo: () => void this.rest('nobody has used it for a while'),
    })
  }

  state(): SupervisorState {
    return this.current
  }

  /** The running server, started if need be. @throws {AgentError} */
  async server(): Promise<OpencodeServer> {
    if (this.current.state === 'ready') return this.current.server
    if (this.stopping) throw new AgentError('agent.exited', 'opencode was stopped.')
    if (this.restart !== null) clearTimeout(this.restart)
    this.restart = null
    this.starting ??= this.start().finally(() => {
      this.starting = null
    })
    return this.starting
  }

  /** Keeps the server from being let go for as long as `work` takes; it is let go IDLE_MS after the last. */
  during<T>(work: () => Promise<T>): Promise<T> {
    return this.idle.during(work)
  }

  /** Ends the running server, if there is one; whoever needs one starts the next. Bounded as `stop` is. */
  async end(why: string): Promise<void> {
    if (await this.rest(why)) this.onDown(why)
  }

  private async rest(why: string): Promise<boolean> {
    if (this.restart !== null) clearTimeout(this.restart)
    this.restart = null
    const { current } = this
    if (current.state !== 'ready') return false
    this.current = { state: 'stopped' }
    this.log(`opencode, pid ${current.server.pid}, is let go: ${why}`)
    this.resting = current.server
      .stop()
      .catch((error: unknown) => this.log(`opencode could not be ended: ${String(error)}`))
    await this.resting
    return true
  }

  /** Ends the server within TERM_GRACE_MS + KILL_GRACE_MS and starts it no more. */
  async stop(): Promise<void> {
    this.stopping = true
    this.idle.stop()
    if (this.restart !== null) clearTimeout(this.restart)
    const { current } = this
    if (this.starting !== null)
      await this.starting.then(
        (server) => server.stop(),
        () => undefined,
      )
    if (current.state === 'ready') await current.server.stop()
    await this.resting
    this.current = { state: 'stopped' }
  }

  private async start(): Promise<OpencodeServer> {
    this.current = { state: 'starting' }
    await this.resting
    try {
      const program = this.find()
      await mkdir(this.spec.home, { recursive: true, mode: 0o700 })
      const server = await startServer({
        program,
        cwd: this.spec.home,
        environment: this.environment(),
        note: (pid) => noteFile(this.spec.home, 'opencode', pid),
        readyTimeoutMs: this.spec.readyTimeoutMs ?? READY_TIMEOUT_MS,
      })
      this.watch(server)
      await this.onUp(server).catch(async (error: unknown) => {
        await server.stop()
        throw error
      })
      this.log(`opencode ${server.version} is up, pid ${server.pid}`)
      this.current = { state: 'ready', server }
      return server
    } catch (error) {
      const known = error instanceof AgentError ? error : new AgentError('agent.start_failed', String(error))
      this.fail(known)
      throw known
    }
  }

  private find(): string {
    const { path, looked, install } = lookForOpencode(this.spec)
    if (path !== null) return path
    const places = looked.length === 0 ? 'nowhere (PATH is empty)' : looked.join(', ')
    const message = `The program “opencode” was not found. Looked at: ${places}. ${install}`
    throw new AgentError('agent.not_found', message, looked)
  }

  private environment(): Record<string, string> {
    const environment = agentEnvironment(this.spec.environment, this.spec.settings)
    environment.OPENCODE_CONFIG_CONTENT = serverConfig(environment.OPENCODE_CONFIG_CONTENT)
    environment.OPENCODE_DISABLE_AUTOUPDATE = '1'
    environment.SHELL = writeShell(
      join(this.spec.home, 'run', 'shell'),
      environment.SHELL ?? '/bin/sh',
      SECRETS,
    )
    return environment
  }

  private watch(server: OpencodeServer): void {
    void server.exited.then((exit) => {
      if (this.stopping) return
      const wasUp = this.current.state === 'ready' && this.current.server === server
      this.log(`opencode ended: ${describeExit(exit)}`)
      // What the leader left behind in its group would hold the sessions' files.
      void server.stop()
      if (!wasUp) return
      const error = new AgentError(
        'agent.exited',
        `opencode ended by itself: ${describeExit(exit)}.`,
        server.tail(),
      )
      this.fail(error)
      this.onDown(error.message)
      this.scheduleRestart()
    })
  }

  private fail(error: AgentError): void {
    const { code, message, diagnostics } = error
    this.current = { state: 'failed', error: { code, message }, diagnostics: [...diagnostics] }
  }

  private scheduleRestart(): void {
    const now = performance.now()
    this.crashes = [...this.crashes.filter((at) => now - at < RESTART_WINDOW_MS), now]
    if (this.crashes.length > RESTART_LIMIT) {
      this.log(
        `opencode ended ${this.crashes.length} times within a minute; it is started again when it is needed`,
      )
      return
    }
    const wait = Math.min(RESTART_FIRST_MS * 2 ** (this.crashes.length - 1), RESTART_MAX_MS)
    this.restart = setTimeout(() => {
      // A start that fails is told by `state()`, and to whoever asks next.
      this.during(() => this.server()).catch((error: unknown) =>
        this.log(`opencode could not be started again: ${String(error)}`),
      )
    }, wait)
  }

  private log(line: string): void {
    this.spec.log?.(line)
  }
}
