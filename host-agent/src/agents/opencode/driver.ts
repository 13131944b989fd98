import { realpath } from 'node:fs/promises'
import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import * as v from 'valibot'
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
import { ASK_AGAIN_MS, FOREIGN_SESSIONS, RECORD_PAGE, RECORD_PAGES, STATUS_MS } from '../limits.ts'
import { within } from '../process/group.ts'
import { systemAfter } from '../process/idle.ts'
import { call, clientFor, Refused } from './api.ts'
import { Catalogue } from './catalogue.ts'
import type { Choice } from './deliver.ts'
import { Hub } from './hub.ts'
import { SESSION_RULES } from './policy.ts'
import { readMessages, turnsOf, type Where } from './record.ts'
import { isBusy } from './requests.ts'
import { isHealthy } from './server.ts'
import { OpencodeSession } from './session.ts'
import type { SessionParts } from './session-parts.ts'
import { isSick } from './sick.ts'
import { Supervisor, type SupervisorSpec } from './supervisor.ts'
import { Unstopped } from './unstopped.ts'
import { SessionInfo } from './wire.ts'

export type OpencodeSpec = SupervisorSpec & {
  /** Sent with every prompt where configured: a model that was refused once sticks to the session otherwise. */
  model?: { providerID: string; modelID: string }
  agent?: string
}

/** Marks sessions in opencode's own record: those that we made, and those that we took over with our rules. */
const MADE = { hearth: 'made' }
const TAKEN = { hearth: 'taken' }

/** Known without a start. */
export const OPENCODE_ABILITIES: AgentAbilities = {
  resume: true,
  images: true,
  list: true,
  steering: 'joins',
}

/** Drives opencode 1.x: one supervised server, one event stream, any number of sessions. */
export class OpencodeDriver implements AgentDriver {
  readonly id = 'opencode'
  readonly process = 'shared'
  private readonly hub = new Hub(
    () => this.catalogue.changed(),
    () => void this.unstopped.rest(),
  )
  private readonly supervisor: Supervisor
  private readonly catalogue: Catalogue
  private readonly parts: SessionParts
  private readonly sessions = new Set<OpencodeSession>()
  private readonly unstopped = new Unstopped({
    hub: this.hub,
    pid: () => this.pid(),
    stop: (where) => this.stopAgain(where),
    end: (why) => this.supervisor.end(why),
  })

  constructor(spec: OpencodeSpec) {
    this.supervisor = new Supervisor(
      spec,
      async (server) => {
        await this.hub.connect(server)
        this.catalogue.changed()
      },
      () => this.hub.died(),
    )
    const after = spec.after ?? systemAfter
    this.catalogue = new Catalogue({
      ask: (run) => this.askTwice(run),
      isUp: () => this.supervisor.state().state === 'ready',
      after,
      log: (line) => spec.log?.(line),
    })
    const defaults: Choice = {
      ...(spec.model === undefined ? {} : { model: spec.model }),
      ...(spec.agent === undefined ? {} : { agent: spec.agent }),
    }
    this.parts = {
      hub: this.hub,
      catalogue: this.catalogue,
      restart: (why) => this.supervisor.end(why),
      unstopped: this.unstopped,
      client: () => this.client(),
      ask: (run) => this.ask(run),
      during: (work) => this.supervisor.during(work),
      defaults,
    }
  }

  abilities(): AgentAbilities {
    return OPENCODE_ABILITIES
  }

  health(): AgentHealth {
    const now = this.supervisor.state()
    if (now.state !== 'ready') return now
    return { state: 'ready', version: now.server.version, lastEventAt: this.hub.heardAt() }
  }

  /** The running server's process id, for tests and diagnostics; null when there is none. */
  pid(): number | null {
    const now = this.supervisor.state()
    return now.state === 'ready' ? now.server.pid : null
  }

  /** Opens the event stream anew, as after a sleep of the machine: what was missed is read. */
  reconnect(): void {
    this.hub.reopen()
  }

  async start(): Promise<void> {
    await this.supervisor.during(() => this.supervisor.server())
  }

  async openSession(spec: { cwd: string; title: string; resume?: string }): Promise<AgentSession> {
    const directory = await realpath(spec.cwd)
    const info = spec.resume === undefined ? null : await this.resume(spec.resume, directory)
    const id = info === null ? await this.create(directory, spec.title) : info.id
    const session = new OpencodeSession({ sessionID: id, directory }, info, this.parts)
    this.sessions.add(session)
    void session.ended.then(() => this.sessions.delete(session))
    void session.load()
    return session
  }

  async listForeign(cwd: string): Promise<ForeignSession[]> {
    const directory = await realpath(cwd)
    const query = { directory, roots: true, limit: FOREIGN_SESSIONS }
    const data = await this.ask((client) =>
      call('list its sessions', (options) => client.session.list(query, options)),
    )
    return (data ?? []).flatMap((value: unknown) => {
      const info = v.safeParse(SessionInfo, value)
      if (!info.success || info.output.metadata?.hearth === MADE.hearth || info.output.parentID !== undefined)
        return []
      const { id, title, time } = info.output
      return [{ id, title, cwd: info.output.directory, updatedAt: time.updated }]
    })
  }

  async readHistory(id: string, cwd: string): Promise<ForeignTurn[]> {
    return this.ask(async (client) => {
      const info = await this.find(client, id)
      const directory = info.directory === '' ? cwd : info.directory
      return turnsOf(await readMessages(client, { sessionID: id, directory }, RECORD_PAGE * RECORD_PAGES))
    })
  }

  async modelSource(cwd: string): Promise<ModelSource> {
    const data = await this.ask((client) =>
      call('list its models', (options) => client.config.providers({ directory: cwd }, options)),
    )
    const providers = (data?.providers ?? []).filter(({ models }) => Object.keys(models).length > 0)
    // opencode's own free models are a provider with this key.
    if (providers.some(({ options }) => options.apiKey !== 'public')) return 'own'
    return providers.length > 0 ? 'free' : 'none'
  }

  async stop(): Promise<void> {
    this.catalogue.stop()
    await this.supervisor.stop()
    this.hub.disconnect()
    this.hub.died()
    for (const session of this.sessions) session.over()
  }

  private async client(): Promise<OpencodeClient> {
    return clientFor(await this.supervisor.server())
  }

  private ask<T>(run: (client: OpencodeClient) => Promise<T>): Promise<T> {
    return this.supervisor.during(() => this.askTwice(run))
  }

  private async askTwice<T>(run: (client: OpencodeClient) => Promise<T>): Promise<T> {
    const server = await this.supervisor.server()
    try {
      return await run(clientFor(server))
    } catch (error) {
      if (!(error instanceof AgentError) || error.code !== 'agent.unresponsive') throw error
      await within(server.exited, ASK_AGAIN_MS)
      if ((await this.supervisor.server()) === server) {
        if (!(await isSick(this.hub, () => isHealthy(server)))) throw error
        await this.supervisor.end('it no longer answers, and nobody has a turn')
      }
      return run(clientFor(await this.supervisor.server()))
    }
  }

  /** See Unstopped. A server that does not answer has not stopped anything. */
  private async stopAgain(where: Where): Promise<boolean> {
    try {
      const client = await this.client()
      await call('stop', (options) => client.session.abort(where, options))
      return !(await isBusy(client, where, STATUS_MS))
    } catch {
      return false
    }
  }

  private async create(directory: string, title: string): Promise<string> {
    const session = { directory, title, permission: [...SESSION_RULES], metadata: MADE }
    const data = await this.ask((client) =>
      call('make a session', (options) => client.session.create(session, options)),
    )
    return v.parse(SessionInfo, data).id
  }

  /** Takes a session up again; one that opencode's own program made gets our rules now. */
  private resume(id: string, directory: string): Promise<SessionInfo> {
    return this.ask(async (client) => {
      const info = await this.find(client, id)
      if (info.metadata?.hearth !== undefined) return info
      const metadata = { ...info.metadata, ...TAKEN }
      const change = { sessionID: id, directory, permission: [...SESSION_RULES], metadata }
      await call('change a session', (options) => client.session.update(change, options))
      return info
    })
  }

  private async find(client: OpencodeClient, id: string): Promise<SessionInfo> {
    try {
      return v.parse(
        SessionInfo,
        await call('read a session', (o) => client.session.get({ sessionID: id }, o)),
      )
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error
      throw new AgentError('agent.session_missing', `opencode has no session ${id}.`)
    }
  }
}
