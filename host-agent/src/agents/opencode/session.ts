import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import {
  AgentError,
  type AgentSession,
  type AgentStatus,
  type AgentView,
  type Recovered,
  type SteerResult,
  type TurnSink,
} from '../driver.ts'
import { STATUS_MS } from '../limits.ts'
import { call, Refused } from './api.ts'
import { deliver, type Prompt } from './deliver.ts'
import { mintMessageId } from './ids.ts'
import { readFrom, recovered, type Where } from './record.ts'
import { EXITED } from './repairs.ts'
import { isBusy } from './requests.ts'
import { Run } from './run.ts'
import type { SessionParts } from './session-parts.ts'
import { SessionView } from './session-view.ts'
import { remove } from './strays.ts'
import type { SessionInfo } from './wire.ts'

/**
 * One session of opencode. It outlives the server: whatever needs one starts it, and the session's memory is in
 * opencode's own database. `ended` resolves when it was closed or killed, when it was deleted in opencode, and when
 * the driver stops.
 */
export class OpencodeSession implements AgentSession {
  readonly id: string
  readonly memory: 'resumed' | 'new'
  readonly ended: Promise<void>
  private readonly where: Where
  private readonly parts: SessionParts
  private readonly live: SessionView
  private readonly minted = new Set<string>()
  /** Prompts that opencode's history holds unanswered; the next prompt must not find them there. */
  private readonly strays = new Set<string>()
  private run: Run | null = null
  /** The turn before, until nothing of it is left to do. */
  private before: Promise<unknown> = Promise.resolve()
  private end: () => void = () => undefined

  /** `info`: opencode's record of a session that is taken up again; null for a new one. */
  constructor(where: Where, info: SessionInfo | null, parts: SessionParts) {
    this.id = where.sessionID
    this.memory = info === null ? 'new' : 'resumed'
    this.where = where
    this.parts = parts
    this.live = new SessionView({ where, info, catalogue: parts.catalogue, defaults: parts.defaults })
    this.ended = new Promise((resolve) => {
      this.end = resolve
    })
  }

  get view(): AgentView {
    return this.live.get()
  }

  onView(listener: () => void): () => void {
    return this.live.on(listener)
  }

  /** Reads what the session offers. Never rejects: what can't be read is read another time. */
  async load(): Promise<void> {
    await this.live.load()
    if (this.memory === 'new') return
    await this.parts.ask((client) => this.live.measure(client)).catch(() => undefined)
  }

  mintKey(): string {
    const key = mintMessageId()
    this.minted.add(key)
    return key
  }

  /**
   * Resolves when the turn has settled. Besides AgentError (opencode certainly did not get the prompt) it rejects
   * with a plain Error when that can't be known.
   */
  prompt(prompt: Prompt, sink: TurnSink): Promise<void> {
    return this.parts.during(() => this.begin(prompt, sink))
  }

  /** See AgentSession.steer; here a prompt that comes at the very end of a turn goes on with it. */
  readonly steer = async (prompt: Prompt): Promise<SteerResult> => {
    const { run } = this
    if (run === null || run.hasSettled()) throw new AgentError('agent.failed', 'No turn is running.')
    this.minted.delete(prompt.key)
    return run.steer(prompt)
  }

  async cancel(): Promise<void> {
    await this.run?.cancel()
  }

  async kill(): Promise<void> {
    await this.run?.kill()
    this.over()
  }

  async status(): Promise<AgentStatus> {
    try {
      return (await isBusy(await this.parts.client(), this.where, STATUS_MS)) ? 'busy' : 'idle'
    } catch (error) {
      if (error instanceof Refused) throw new AgentError('agent.unresponsive', error.message)
      throw error
    }
  }

  async setOption(id: string, value: string): Promise<void> {
    await this.live.load()
    this.live.choose(id, value)
  }

  async stopTask(): Promise<void> {
    throw new AgentError('agent.unsupported', 'opencode leaves no commands running.')
  }

  /** A prompt that opencode has stored but not answered counts as absent; the next prompt takes it out first. */
  async recover(key: string): Promise<Recovered> {
    try {
      return await this.parts.ask(async (client) => {
        const session = { sessionID: this.id, directory: this.where.directory }
        await call('read a session', (options) => client.session.get(session, options))
        const messages = await readFrom(client, this.where, key)
        const record = recovered(messages, await isBusy(client, this.where))
        if (record.found === 'absent' && messages !== null) this.strays.add(key)
        return record
      })
    } catch (error) {
      return { found: 'unreadable', why: error instanceof Error ? error.message : String(error) }
    }
  }

  async close(): Promise<void> {
    await this.run?.leave()
    this.over()
  }

  /** The driver stops, or the session was deleted in opencode. */
  over(): void {
    this.live.close()
    this.end()
  }

  private async begin(prompt: Prompt, sink: TurnSink): Promise<void> {
    if (this.run !== null && !this.run.hasSettled())
      throw new AgentError('agent.failed', 'A turn of this session is running.')
    const run = new Run({
      where: this.where,
      parts: this.parts,
      prompt,
      sink,
      strays: this.strays,
      deliver: (what, client) => this.deliver(what, client),
      onEvent: (event) => {
        this.live.hear(event)
        if (event.type === 'session.deleted' && event.properties.sessionID === this.id) this.over()
      },
    })
    const { before } = this
    this.run = run
    this.before = this.drive(run, prompt, sink, before)
    await this.before
  }

  private async drive(run: Run, prompt: Prompt, sink: TurnSink, before: Promise<unknown>): Promise<void> {
    await before.catch(() => undefined)
    try {
      await this.send(run, prompt, sink)
    } finally {
      await run.skip()
      await run.stopAnswered()
      if (this.run === run) this.run = null
    }
  }

  private async send(run: Run, prompt: Prompt, sink: TurnSink): Promise<void> {
    // A key of an earlier run of ours may have been delivered: opencode's record tells.
    const isFresh = this.minted.delete(prompt.key)
    if (!isFresh && (await this.replay(prompt.key, sink))) return
    await this.parts.unstopped.clear(this.where)
    const client = await this.parts.client()
    if (prompt.content[0]?.type === 'text' && prompt.content[0].text.startsWith('/')) await this.live.load()
    await run.go(client)
  }

  private async deliver(prompt: Prompt, client: OpencodeClient): Promise<void> {
    for (const key of [...this.strays]) {
      // Where somebody else has put opencode to work in this session, it stays: that work has it already.
      await remove(client, this.where, key)
      this.strays.delete(key)
    }
    const chosen = { choice: this.live.choice(), commands: this.live.commands() }
    await deliver(client, this.where, prompt, chosen)
  }

  /** Tells a turn that was delivered in an earlier life from opencode's record. False: it was not delivered. */
  private async replay(key: string, sink: TurnSink): Promise<boolean> {
    const record = await this.recover(key)
    if (record.found === 'absent') return false
    if (record.found === 'unreadable') throw new Error(record.why)
    sink.accepted()
    for (const draft of record.drafts) sink.draft(draft)
    sink.settled(record.found === 'ended' ? record.how : { outcome: 'failed', error: EXITED })
    return true
  }
}
