import { randomUUID } from 'node:crypto'
import { type AgentTask, SESSION_LIMITS, visible } from '@hearth/shared/session'
import { AgentError } from '../driver.ts'
import { ACP_COMMANDS, ACP_TASK_LOOK_MS } from '../limits.ts'
import type { Command } from '../process/family.ts'
import { type After, systemAfter } from '../process/idle.ts'
import { commandIn } from './asks.ts'
import { toldFor } from './command-line.ts'
import type { Channel } from './process.ts'
import { Recent } from './recent.ts'
import type { Quirks } from './spec.ts'
import { PermissionAsked, read, ToolCall } from './wire.ts'

/** A command of a tool call, when it was first told, and whether the agent has said that the call is over. */
type Told = { command: string; at: number; isOver: boolean }

export type LeftRunningSpec = {
  quirks: Quirks
  family: Channel['family']
  /** `tasks` has changed. */
  changed(): void
  /** Tests bring their own. */
  after?: After
  now?: () => number
}

/**
 * Commands that an agent itself runs and leaves running. They are known by their processes, not by what an agent says
 * of them: that differs from agent to agent, and some say nothing (docs/decisions/0030-left-running-by-processes.md).
 */
export class LeftRunning {
  private readonly spec: LeftRunningSpec
  private readonly told = new Recent<Told>(ACP_COMMANDS)
  private readonly listed = new Map<string, { task: AgentTask; pid: number }>()
  private isSettled = false
  private inTurn = false
  private isWaiting = false
  private isOver = false

  constructor(spec: LeftRunningSpec) {
    this.spec = spec
  }

  /** A turn begins. What there is below the agent before its first is no command of it. */
  turnBegins(): void {
    this.inTurn = true
    if (this.isSettled) return
    this.isSettled = true
    this.spec.family?.settle()
  }

  /** A turn has ended: what still runs was left running. */
  turnEnds(): void {
    this.inTurn = false
    this.look()
  }

  /** An update of this life, within a turn or between two. */
  hear(raw: unknown): void {
    this.learn(read(ToolCall, raw))
  }

  /** A permission request: some agents tell a command nowhere else. */
  asked(params: unknown): void {
    this.learn(read(PermissionAsked, params)?.toolCall ?? null)
  }

  /** Oldest first. */
  tasks(): AgentTask[] {
    return [...this.listed.values()].map(({ task }) => task)
  }

  has(task: string): boolean {
    return [...this.listed.values()].some(({ task: { id } }) => id === task)
  }

  /**
   * Ends a command and all below it, and resolves when they have ended.
   * @throws {AgentError} `agent.unsupported` when there is none of this id, `agent.failed` when it goes on
   */
  async stop(id: string): Promise<void> {
    const [key, one] = [...this.listed].find(([, { task }]) => task.id === id) ?? []
    if (key === undefined || one === undefined)
      throw new AgentError('agent.unsupported', 'That command does not run any more.')
    await this.spec.family?.end(one.pid, startOf(key))
    this.look()
    if (this.listed.has(key)) throw new AgentError('agent.failed', 'It could not be ended, and still runs.')
  }

  /** The agent's process has ended, and with it all that it ran. */
  clear(): void {
    this.isOver = true
    this.tell([])
  }

  private learn(call: ToolCall | null): void {
    const { quirks, now = Date.now } = this.spec
    if (call === null || this.spec.family === null) return
    const before = this.told.get(call.toolCallId)
    const command = commandIn(call, quirks) ?? before?.command
    if (command === undefined) return
    const isOver = before?.isOver === true || call.status === 'completed' || call.status === 'failed'
    this.told.set(call.toolCallId, { command, at: before?.at ?? now(), isOver })
    // Its process may be about to end.
    if (isOver && before?.isOver !== true) this.lookLater()
  }

  private look(): void {
    const { family } = this.spec
    if (family === null || !this.isSettled || this.isOver) return
    const all = [...this.told.values()]
    const commands = all.map(({ command }) => command)
    this.tell(
      family.commands().flatMap((process) => {
        const known = this.listed.get(keyOf(process))
        const index = known === undefined ? toldFor(process.line, commands) : undefined
        const call = index === undefined ? undefined : all[index]
        // What runs in a turn is at work for it, unless its call is over.
        if (known === undefined && this.inTurn && call?.isOver !== true) return []
        return [[keyOf(process), known ?? { task: this.taskOf(process, call), pid: process.pid }] as const]
      }),
    )
  }

  private taskOf({ line }: Command, call: Told | undefined): AgentTask {
    const { now = Date.now } = this.spec
    const title = visible((call?.command ?? line) || NAMELESS).slice(0, SESSION_LIMITS.choiceText.value)
    // Half of a sign of two units is none.
    return {
      id: randomUUID(),
      title: title.replace(/[\ud800-\udbff]$/, ''),
      startedAt: call?.at ?? now(),
      turn: null,
    }
  }

  private tell(next: readonly (readonly [string, { task: AgentTask; pid: number }])[]): void {
    const isSame = next.length === this.listed.size && next.every(([key]) => this.listed.has(key))
    const entries = new Map(next)
    // Those that were in the list stay in their order.
    for (const key of [...this.listed.keys()]) if (!entries.has(key)) this.listed.delete(key)
    for (const [key, one] of entries) this.listed.set(key, one)
    if (!isSame) this.spec.changed()
    if (this.listed.size > 0) this.lookLater()
  }

  private lookLater(): void {
    if (this.isWaiting) return
    this.isWaiting = true
    const { after = systemAfter } = this.spec
    after(ACP_TASK_LOOK_MS, () => {
      this.isWaiting = false
      this.look()
    })
  }
}

const NAMELESS = 'a command'
const keyOf = ({ pid, started }: Command): string => `${pid} ${started}`
const startOf = (key: string): string => key.slice(key.indexOf(' ') + 1)
