import { randomUUID } from 'node:crypto'
import { RequestError } from '@agentclientprotocol/sdk'
import { type AgentTask, SESSION_LIMITS } from '@hearth/shared/session'
import * as v from 'valibot'
import { AgentError } from '../../driver.ts'
import {
  CLIENT_RELEASED_TERMINALS,
  CLIENT_TERMINAL_BYTES,
  CLIENT_TERMINALS,
  TOOL_OUTPUT_LENGTH,
} from '../../limits.ts'
import { agentEnvironment } from '../../process/environment.ts'
import { CommandParams, commandLine } from './command-line.ts'
import { parsed } from './params.ts'
import type { PathGuard } from './path-guard.ts'
import { refusal } from './refusal.ts'
import { type ExitStatus, Terminal } from './terminal.ts'
import type { Wish } from './wish.ts'

const CreateParams = v.object({
  ...CommandParams.entries,
  cwd: v.nullish(v.string()),
  outputByteLimit: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
})
const NamedParams = v.object({ terminalId: v.string() })

type Spec = {
  guard: PathGuard
  environment: Readonly<Record<string, string>>
  /** Says whether a command may be run: by what was allowed before, or by asking. */
  permit(wish: Wish, signal: AbortSignal): Promise<boolean>
  /** Ms since the epoch. */
  now(): number
  /** See AgentPlace. */
  noted(pid: number): () => void
}

/** ACP's terminals of one agent session: commands that the agent has us run in its worktree. */
export class Terminals {
  private readonly spec: Spec
  private readonly open = new Map<string, Terminal>()
  private readonly released = new Map<string, string>()
  private readonly outputListeners = new Set<(terminal: string) => void>()
  private readonly taskListeners = new Set<() => void>()
  private turn: number | null = null
  private asking = 0
  private closed = false

  constructor(spec: Spec) {
    this.spec = spec
  }

  /** `terminal/create`. @throws {RequestError} where it is not allowed, or not now */
  async create(params: unknown, signal: AbortSignal): Promise<{ terminalId: string }> {
    const { cwd = null, outputByteLimit, ...said } = parsed(CreateParams, params)
    const command = commandLine(said)
    const at = () => this.spec.guard.directory(cwd ?? this.spec.guard.root)
    const place = at()
    if (this.open.size + this.asking >= CLIENT_TERMINALS) {
      throw refusal(
        'terminal.too_many',
        `There are ${CLIENT_TERMINALS} terminals already. Release one first.`,
      )
    }
    this.asking += 1
    try {
      if (!(await this.spec.permit({ type: 'command', command, cwd: place.real }, signal))) {
        throw refusal('permission.denied', 'The person did not allow this command.')
      }
    } finally {
      this.asking -= 1
    }
    if (this.closed) throw refusal('session.closed', 'The session is closed.')
    if (signal.aborted) throw RequestError.requestCancelled()
    const now = at()
    if (now.real !== place.real || now.identity !== place.identity) {
      throw refusal('path.moved', 'The working directory was exchanged while the person was asked.')
    }
    const limit = Math.min(outputByteLimit ?? CLIENT_TERMINAL_BYTES, CLIENT_TERMINAL_BYTES)
    return { terminalId: this.start(command, place.real, limit) }
  }

  /** `terminal/output`. @throws {RequestError} */
  output(params: unknown): { output: string; truncated: boolean; exitStatus: ExitStatus | null } {
    const [, terminal] = this.named(params)
    return { output: terminal.output(), truncated: terminal.truncated, exitStatus: terminal.exitStatus }
  }

  /** `terminal/wait_for_exit`. @throws {RequestError} when the agent takes it back */
  waitForExit(params: unknown, signal: AbortSignal): Promise<ExitStatus> {
    const [, terminal] = this.named(params)
    return new Promise((resolve, reject) => {
      const cancelled = (): void => reject(RequestError.requestCancelled())
      if (signal.aborted) cancelled()
      signal.addEventListener('abort', cancelled, { once: true })
      void terminal.ended.then((status) => {
        signal.removeEventListener('abort', cancelled)
        resolve(status)
      })
    })
  }

  /** `terminal/kill`: ends the command; the terminal stays. @throws {RequestError} */
  async kill(params: unknown): Promise<Record<string, never>> {
    const [, terminal] = this.named(params)
    await terminal.stop()
    return {}
  }

  /** `terminal/release`: ends the command; what it showed can be read by {@link text} only. @throws {RequestError} */
  async release(params: unknown): Promise<Record<string, never>> {
    const [id, terminal] = this.named(params)
    this.open.delete(id)
    await terminal.stop()
    this.released.set(id, shown(terminal))
    const [oldest] = this.released.keys()
    if (this.released.size > CLIENT_RELEASED_TERMINALS && oldest !== undefined) this.released.delete(oldest)
    this.tellTasks()
    return {}
  }

  /** The end of what a terminal has shown, for the tool call that embeds it; null for one that is not known. */
  text(id: string): string | null {
    const terminal = this.open.get(id)
    return terminal === undefined ? (this.released.get(id) ?? null) : shown(terminal)
  }

  /** Calls back when a terminal has shown more, until the given function is called. */
  onOutput(listener: (terminal: string) => void): () => void {
    this.outputListeners.add(listener)
    return () => this.outputListeners.delete(listener)
  }

  /** Which turn runs now, null for none. What still runs when a turn has ended runs in the background. */
  setTurn(turn: number | null): void {
    this.turn = turn
    if (turn !== null) return
    for (const terminal of this.open.values()) terminal.background = true
    this.tellTasks()
  }

  /** The commands that run in the background, oldest first. */
  tasks(): AgentTask[] {
    return [...this.open]
      .filter(([, terminal]) => terminal.background && terminal.exitStatus === null)
      .map(([id, { command, startedAt, turn }]) => ({ id, title: titleOf(command), startedAt, turn }))
  }

  /** Calls back when `tasks` may have changed, until the given function is called. */
  onTasks(listener: () => void): () => void {
    this.taskListeners.add(listener)
    return () => this.taskListeners.delete(listener)
  }

  /** Ends a command of `tasks`. @throws {AgentError} `agent.unsupported` when there is none of this id */
  async stop(id: string): Promise<void> {
    const terminal = this.open.get(id)
    if (terminal === undefined || !this.tasks().some((task) => task.id === id)) {
      throw new AgentError('agent.unsupported', 'That command does not run any more.')
    }
    await terminal.stop()
  }

  /** Ends all commands. Bounded. */
  async close(): Promise<void> {
    this.closed = true
    await Promise.all([...this.open.values()].map((terminal) => terminal.stop()))
  }

  private start(command: string, cwd: string, limit: number): string {
    const id = randomUUID()
    const terminal = new Terminal({
      command,
      cwd,
      environment: agentEnvironment(this.spec.environment),
      limit,
      noted: this.spec.noted,
      startedAt: this.spec.now(),
      turn: this.turn,
      onOutput: () => {
        for (const listener of this.outputListeners) listener(id)
      },
    })
    terminal.background = this.turn === null
    this.open.set(id, terminal)
    if (terminal.background) this.tellTasks()
    void terminal.ended.then(() => {
      if (terminal.background) this.tellTasks()
    })
    return id
  }

  private named(params: unknown): [string, Terminal] {
    const { terminalId } = parsed(NamedParams, params)
    const terminal = this.open.get(terminalId)
    if (terminal === undefined) throw refusal('terminal.unknown', 'There is no such terminal.')
    return [terminalId, terminal]
  }

  private tellTasks(): void {
    for (const listener of this.taskListeners) listener()
  }
}

const shown = (terminal: Terminal): string => terminal.output().slice(-TOOL_OUTPUT_LENGTH)

const titleOf = (command: string): string => command.slice(0, SESSION_LIMITS.choiceText.value)
