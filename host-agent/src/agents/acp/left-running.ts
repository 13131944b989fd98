import { type AgentTask, SESSION_LIMITS } from '@hearth/shared/session'
import { AgentError } from '../driver.ts'
import { ACP_COMMANDS, ACP_TASK_LOOK_MS, ACP_TASK_STOP_MS, ACP_TASKS } from '../limits.ts'
import { within } from '../process/group.ts'
import { type After, systemAfter } from '../process/idle.ts'
import { commandIn } from './asks.ts'
import { type Connection, Refused } from './connection.ts'
import type { Channel } from './process.ts'
import { Recent } from './recent.ts'
import type { LeavesRunning, Quirks, TaskNews } from './spec.ts'
import { refusalWords } from './stop-reason.ts'
import { AnyUpdate, Meta, PermissionAsked, read, ToolCall } from './wire.ts'

type Began = Extract<TaskNews, { news: 'began' }>
type Running = { task: AgentTask; pid: number | null; ended: Promise<void>; end(): void }

export type LeftRunningSpec = {
  label: string
  quirks: Quirks
  family: Channel['family']
  request: Connection['request']
  sessionId(): string
  /** `tasks` has changed. */
  changed(): void
  /** Tests bring their own. */
  after?: After
  now?: () => number
}

/** Commands that an agent itself runs and leaves running, from what it says of them or from their processes. */
export class LeftRunning {
  private readonly spec: LeftRunningSpec
  private readonly how: LeavesRunning | undefined
  private readonly commands = new Recent<string>(ACP_COMMANDS)
  private readonly running = new Map<string, Running>()

  constructor(spec: LeftRunningSpec) {
    this.spec = spec
    this.how = spec.quirks.leavesRunning
  }

  /** An update of this life, within a turn or between two. */
  hear(raw: unknown): void {
    const update = read(AnyUpdate, raw)
    if (this.how === undefined || update === null) return
    this.learn(read(ToolCall, raw))
    const news = this.how.newsIn(update)
    if (news?.news === 'ended') this.running.get(news.task)?.end()
    else if (news !== null && !this.running.has(news.task)) this.begin(news)
  }

  /** A permission request: some agents tell a command nowhere else. */
  asked(params: unknown): void {
    if (this.how !== undefined) this.learn(read(PermissionAsked, params)?.toolCall ?? null)
  }

  /** Oldest first. */
  tasks(): AgentTask[] {
    return [...this.running.values()].map(({ task }) => task)
  }

  has(task: string): boolean {
    return this.running.has(task)
  }

  /**
   * Ends a command and resolves when it has ended.
   * @throws {AgentError} `agent.unsupported` when there is none of this id, `agent.failed` when it goes on
   */
  async stop(id: string): Promise<void> {
    const one = this.running.get(id)
    if (one === undefined) throw new AgentError('agent.unsupported', 'That command does not run any more.')
    await (one.pid === null ? this.ask(id, one) : this.endProcess(one, one.pid))
    await within(one.ended, ACP_TASK_STOP_MS)
    if (this.running.has(id)) throw this.failed('was asked to end it, and it still runs')
  }

  /** The agent's process has ended, and with it all that it ran. */
  clear(): void {
    for (const one of [...this.running.values()]) one.end()
  }

  private learn(call: ToolCall | null): void {
    const command = call === null ? undefined : commandIn(call, this.spec.quirks)
    if (call !== null && command !== undefined) this.commands.set(call.toolCallId, command)
  }

  private begin({ task: id, call, title, ...told }: Began): void {
    const pid = told.pid ?? null
    const { family, now = Date.now } = this.spec
    // Its process is known from here on, also should the agent or we be killed.
    family?.look()
    // Where its end is not told it is seen by its process only.
    if (pid !== null && family?.runs(pid) !== true) return
    const name = (call === undefined ? undefined : this.commands.get(call)) ?? title ?? NAMELESS
    const task = { id, title: name.slice(0, SESSION_LIMITS.choiceText.value), startedAt: now(), turn: null }
    const { promise: ended, resolve } = withResolver()
    const end = () => {
      if (this.running.get(id)?.task !== task) return
      this.running.delete(id)
      // What has ended is forgotten there as well.
      family?.look()
      resolve()
      this.spec.changed()
    }
    const [oldest] = this.running.values()
    if (this.running.size >= ACP_TASKS) oldest?.end()
    this.running.set(id, { task, pid, ended, end })
    this.spec.changed()
    if (pid !== null) this.watch(id, pid)
  }

  private watch(id: string, pid: number): void {
    const { after = systemAfter, family } = this.spec
    after(ACP_TASK_LOOK_MS, () => {
      const one = this.running.get(id)
      if (one?.pid !== pid) return
      if (family?.runs(pid) === true) this.watch(id, pid)
      else one.end()
    })
  }

  private async endProcess(one: Running, pid: number): Promise<void> {
    const { family } = this.spec
    const isEnded = family?.runs(pid) !== true || (await family.end(pid))
    if (!isEnded) throw this.failed('could not end it')
    one.end()
  }

  private async ask(id: string, one: Running): Promise<void> {
    const stop = this.how?.stop
    if (stop === undefined) throw this.failed('can’t end it')
    const params = { sessionId: this.spec.sessionId(), ...stop.paramsOf(id) }
    const answer = await this.spec.request(stop.method, params, ACP_TASK_STOP_MS).catch((error: unknown) => {
      throw error instanceof Refused ? this.failed(`did not end it: ${refusalWords(error)}`) : error
    })
    // It may have ended by itself just before.
    if (stop.isTaken(read(Meta, answer) ?? {}) || !this.running.has(one.task.id)) return
    throw this.failed('did not end it')
  }

  private failed(words: string): AgentError {
    return new AgentError('agent.failed', `${this.spec.label} ${words}.`)
  }
}

const NAMELESS = 'a command'

function withResolver(): { promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
