import type { PromptContent } from '@hearth/shared/session'
import type { AgentSession, AgentStatus, AgentView, Draft, Recovered, TurnSink } from '../driver.ts'
import { AgentError } from '../driver.ts'
import { ACP_CANCEL_WRITE_MS, ACP_OLD_IDS } from '../limits.ts'
import { within } from '../process/group.ts'
import type { Abilities } from './abilities.ts'
import { chooseAll, setOption } from './choose.ts'
import type { ClientSide, MakeClientSide } from './client-side.ts'
import { Connection, type Listener } from './connection.ts'
import { toAcp } from './content.ts'
import { Ledger } from './ledger.ts'
import { LeftRunning } from './left-running.ts'
import { initialize, newSession, takeUp } from './opening.ts'
import type { Channel } from './process.ts'
import { Recent } from './recent.ts'
import { Replay } from './record.ts'
import type { AcpSpec, Quirks } from './spec.ts'
import { Steering } from './steering.ts'
import { endOf } from './stop-reason.ts'
import { Turn } from './turn.ts'
import { Unprompted } from './unprompted.ts'
import { usageOf } from './usage.ts'
import { SessionView } from './view.ts'

/** What a session needs of its driver. */
export type SessionParts = {
  spec: AcpSpec
  cwd: string
  environment: Readonly<Record<string, string>>
  clientSide: MakeClientSide
  channel: Channel
  /** The agent's record of a conversation, read through a process of its own. @throws {AgentError} */
  readRecord(id: string): Promise<Replay>
}

/** One conversation of an agent, and the process that holds it. */
export class AcpSession implements AgentSession {
  readonly ended: Promise<void>
  private readonly parts: SessionParts
  private readonly connection: Connection
  private readonly side: ClientSide
  private readonly told: SessionView
  private readonly ledger = new Ledger()
  private readonly steering: Steering
  private readonly oldCalls = new Recent<true>(ACP_OLD_IDS)
  private can: Abilities | null = null
  private sessionId = ''
  private isResumed = false
  private isOver = false
  private turns = 0
  private running: Turn | null = null
  private loading: Replay | null = null
  private first: Draft[] = []
  private readonly unprompted: Unprompted
  private readonly left: LeftRunning

  private constructor(parts: SessionParts) {
    this.parts = parts
    const { cwd, environment } = parts
    const { label, quirks } = parts.spec
    this.told = new SessionView(quirks.asking)
    this.unprompted = new Unprompted({ label, quirks, isOld: (call) => this.oldCalls.has(call) })
    this.side = parts.clientSide({
      cwd,
      environment,
      ask: async (questions, signal) => this.asking()?.question(questions, signal) ?? { gone: true },
      fill: async (message, fields, signal) => this.asking()?.form(message, fields, signal) ?? { gone: true },
      permit: async (wish, signal) => this.asking()?.permit(wish, signal) ?? false,
      notice: (text) => this.running?.notice(text),
    })
    this.side.onOutput((terminal) => this.running?.shown(terminal))
    this.side.onTasks(() => this.tellTasks())
    this.connection = new Connection(parts.channel, this.listener())
    const { family } = parts.channel
    this.left = new LeftRunning({ quirks, family, changed: () => this.tellTasks() })
    this.steering = new Steering({
      connection: this.connection,
      ledger: this.ledger,
      quirks,
      sessionId: () => this.sessionId,
    })
    this.ended = this.connection.gone.then((how) => this.over(how))
  }

  /**
   * Shakes hands with an agent that was just started and opens a conversation. Ends the agent where that fails.
   * @throws {AgentError}
   */
  static async open(parts: SessionParts, resume?: string): Promise<AcpSession> {
    const session = new AcpSession(parts)
    try {
      await session.begin(resume)
      return session
    } catch (error) {
      await session.kill()
      throw error
    }
  }

  get id(): string {
    return this.sessionId
  }

  get memory(): 'resumed' | 'new' {
    return this.isResumed ? 'resumed' : 'new'
  }

  get view(): AgentView {
    return this.told.view()
  }

  /** What the agent said at its start that it can do. */
  abilities(): Abilities | null {
    return this.can
  }

  pid(): number | null {
    return this.isOver ? null : this.parts.channel.pid
  }

  onView(listener: () => void): () => void {
    return this.told.onView(listener)
  }

  mintKey(): string {
    return this.running === null ? this.ledger.mintKey() : this.ledger.mintJoinKey()
  }

  get steer(): AgentSession['steer'] {
    return this.steering.steer()
  }

  /**
   * Resolves when the turn has settled. Rejects with a plain Error when the agent ended before it gave any sign of the
   * prompt: then it can't be known whether it had it.
   */
  async prompt({ key, content }: { key: string; content: PromptContent }, sink: TurnSink): Promise<void> {
    if (this.running !== null) throw new AgentError('agent.failed', 'A turn of this session is running.')
    if (!this.ledger.isFresh(key) && (await this.repeat(key, sink))) return
    const { can } = this
    if (this.isOver || can === null || !this.connection.isOpen())
      throw new AgentError('agent.exited', `${this.parts.spec.label} has ended. Nothing was sent.`)
    const prompt = toAcp(content, can)
    this.ledger.sent(key)
    await new Promise<void>((resolve, reject) => {
      const turn = this.begun(sink, (how, accepted) => {
        if (accepted) {
          this.ledger.settled(key, content, how)
          resolve()
        } else reject(new Error(`It is not known whether ${this.parts.spec.label} got the prompt.`))
      })
      const cost = this.told.cost()
      this.connection.ask('session/prompt', { sessionId: this.sessionId, prompt }, (answer) => {
        if (answer.error !== undefined && this.parts.spec.quirks.lingers) this.letGo()
        const used = usageOf(answer.result, this.told.cost() - cost, this.parts.spec.quirks)
        const end = endOf(answer, can.signIn)
        this.steering.end(turn.howOf(end).outcome === 'completed', () => turn.end(end, used))
      })
    })
  }

  /** Written before the next prompt; whether the agent was quick enough to have nothing left to stop does not matter. */
  private letGo(): void {
    const gone = () => undefined
    this.connection.notify('session/cancel', { sessionId: this.sessionId }).then(gone, gone)
  }

  async cancel(): Promise<void> {
    if (this.running === null) return
    this.running.stop()
    this.steering.stop()
    let isWritten = false
    const done = () => {
      isWritten = true
    }
    // That it has ended settles the turn, too.
    const written = this.connection.notify('session/cancel', { sessionId: this.sessionId }).then(done, done)
    await within(written, ACP_CANCEL_WRITE_MS)
    if (!isWritten)
      throw new AgentError('agent.unresponsive', `${this.parts.spec.label} reads nothing any more.`)
  }

  async kill(): Promise<void> {
    await this.connection.stop()
    // A process that can't be ended keeps nobody waiting.
    this.over('it could not be ended')
    await this.side.close()
  }

  /** ACP has no question for that. */
  async status(): Promise<AgentStatus> {
    if (this.isOver) throw new AgentError('agent.exited', `${this.parts.spec.label} has ended.`)
    return 'unknown'
  }

  async setOption(id: string, value: string): Promise<void> {
    await setOption(this.connection, this.sessionId, this.told, { id, value })
  }

  async stopTask(id: string): Promise<void> {
    await (this.left.has(id) ? this.left.stop(id) : this.side.stopTask(id))
  }

  recover(key: string): Promise<Recovered> {
    return this.ledger.recover(key, () => this.parts.readRecord(this.sessionId))
  }

  /** What still comes of a running turn is nobody's business. */
  async close(): Promise<void> {
    this.running?.stop()
    this.gone('')
    await this.kill()
  }

  private async begin(resume: string | undefined): Promise<void> {
    const { spec, cwd } = this.parts
    const can = await initialize(this.connection, spec, offered(this.side, spec.quirks))
    this.can = can
    this.steering.opened(can)
    if (resume === undefined) {
      const { id, answer } = await newSession(this.connection, cwd, can.signIn)
      this.sessionId = id
      this.told.opened(answer)
    } else await this.resume(resume, can)
    const warnings = await chooseAll(this.connection, this.sessionId, this.told, spec)
    if (spec.quirks.warning !== undefined) warnings.unshift(spec.quirks.warning)
    this.first = warnings.map((text) => ({
      type: 'notice',
      level: 'warning',
      code: 'agent.unsupported',
      text,
    }))
  }

  private async resume(id: string, can: Abilities): Promise<void> {
    this.sessionId = id
    this.isResumed = true
    const replay = can.resume === 'load' ? new Replay(this.parts.spec.quirks) : null
    this.loading = replay
    const answer = await takeUp(
      this.connection,
      { id, cwd: this.parts.cwd },
      can,
      this.parts.spec.quirks,
      () => {
        this.loading = null
      },
    )
    this.ledger.loaded(replay)
    this.told.opened(answer)
  }

  private begun(sink: TurnSink, onEnd: ConstructorParameters<typeof Turn>[0]['onEnd']): Turn {
    const first = [...this.first, ...this.unprompted.take()]
    this.first = []
    const turn = new Turn({
      sink,
      first,
      quirks: this.parts.spec.quirks,
      output: (terminal) => this.side.output(terminal),
      allowed: (wish) => this.side.allowed(wish),
      isOld: (call) => this.oldCalls.has(call),
      onEnd: (how, accepted) => {
        this.running = null
        this.steering.finish()
        this.side.setTurn(null)
        for (const call of turn.calls()) this.oldCalls.set(call, true)
        try {
          // Before anybody can take the session for one of which nothing runs.
          this.left.turnEnds()
        } finally {
          // Whatever became of that look at the system: the turn has ended.
          onEnd(how, accepted)
        }
      },
    })
    this.running = turn
    this.left.turnBegins()
    this.steering.begin(turn)
    this.turns += 1
    this.side.setTurn(this.turns)
    return turn
  }

  private listener(): Listener {
    return {
      update: (session, update) => {
        if (this.sessionId !== '' && session !== this.sessionId) return
        this.told.hear(update)
        // What ran when the conversation was held before has ended with its process.
        if (this.loading === null) this.left.hear(update)
        if (this.loading !== null) this.loading.hear(update)
        else if (this.running !== null) this.running.hear(update)
        // What an agent says of itself when it was opened is about no work of it.
        else if (this.turns > 0) this.unprompted.hear(update)
      },
      notified: (method, params) => this.side.notified(method, params),
      request: (method, params, signal) => {
        const fetched = this.steering.fetched(method, params)
        if (fetched !== null) return Promise.resolve(fetched)
        if (this.parts.spec.quirks.ignores?.includes(method) === true) return Promise.resolve({})
        if (method !== 'session/request_permission') return this.side.handle(method, params, signal)
        this.left.asked(params)
        return this.asking()?.permission(params, signal) ?? Promise.resolve(CANCELLED)
      },
    }
  }

  /** The turn in which the agent asks for something; null where none is open. */
  private asking(): Turn | null {
    if (this.running === null && this.turns > 0) this.unprompted.refused()
    return this.running
  }

  /** Tells a turn that was sent before, from the agent's record and what was seen of its end. False: it was not sent. */
  private async repeat(key: string, sink: TurnSink): Promise<boolean> {
    const told = await this.ledger.repeat(key, () => this.parts.readRecord(this.sessionId))
    if (told === null) return false
    sink.accepted()
    for (const draft of told.drafts) sink.draft(draft)
    sink.settled(told.how)
    return true
  }

  private tellTasks(): void {
    // Which turn of Hearth's began one is not known here.
    this.told.ran([...this.side.tasks(), ...this.left.tasks()].map((task) => ({ ...task, turn: null })))
  }

  private over(how: string): void {
    if (this.isOver) return
    this.isOver = true
    this.left.clear()
    this.gone(`${this.parts.spec.label} ended during this turn: ${how}.`)
    void this.side.close()
  }

  private gone(message: string): void {
    if (!this.steering.gone()) this.running?.end({ terminal: 'gone', message })
  }
}

/** What the client side can do, less what this agent must not be offered. */
function offered(side: ClientSide, { withhold = [] }: Quirks): Record<string, unknown> {
  const isOffered = ([name]: [string, unknown]) => !withhold.some((own) => own === name)
  return Object.fromEntries(Object.entries(side.capabilities()).filter(isOffered))
}

const CANCELLED = { outcome: { outcome: 'cancelled' } }
