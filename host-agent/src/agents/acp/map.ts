import type { PlanEntry } from '@hearth/shared/session'
import type { Draft } from '../driver.ts'
import { RAW_LENGTH } from '../limits.ts'
import { textOf } from './content.ts'
import type { Quirks } from './spec.ts'
import { type TerminalOutput, Tools } from './tools.ts'
import { AnyUpdate, Chunk, Notice, Plan, read, ToolCall } from './wire.ts'

/** Updates that are not about a turn: the session's view tells them. */
const OF_THE_SESSION = new Set([
  'available_commands_update',
  'config_option_update',
  'current_mode_update',
  'session_info_update',
  'usage_update',
])

/** Does this update say that the agent is at work on a turn? */
export function isOfTurn(update: unknown): boolean {
  const known = read(AnyUpdate, update)
  return known !== null && !OF_THE_SESSION.has(known.sessionUpdate)
}

/**
 * Turns the updates of one turn into drafts. Pure: what it tells follows from what it was fed. A text goes on in its
 * block until something else comes between, so that blocks stand in the agent's order.
 */
export class TurnMap {
  readonly tools: Tools
  private readonly quirks: Quirks
  private readonly messages = new Set<string>()
  private open: { kind: string; message: string | undefined; block: string } | null = null
  private blocks = 0

  constructor(quirks: Quirks, output: TerminalOutput) {
    this.quirks = quirks
    this.tools = new Tools(output)
  }

  /** Ids of the messages and calls that this turn has. */
  ids(): string[] {
    return [...this.messages, ...this.tools.calls()]
  }

  update(raw: unknown): Draft[] {
    const update = read(AnyUpdate, raw)
    if (update === null) return [this.unknown('update', raw)]
    if (OF_THE_SESSION.has(update.sessionUpdate)) return []
    const drafts = this.known(update) ?? [this.unknown(update.sessionUpdate, raw)]
    const usage = update._meta === undefined ? null : (this.quirks.stepUsageOf?.(update._meta) ?? null)
    return usage === null ? drafts : [...drafts, { type: 'usage', usage }]
  }

  /** What is said from here on answers another prompt. */
  split(): void {
    this.open = null
  }

  call(call: ToolCall): Draft[] {
    if (!this.tools.has(call.toolCallId)) this.open = null
    return this.tools.update(call, this.parentOf(call._meta))
  }

  /** A call as a permission request shows it: maybe the first that is heard of it, else what was told stands. */
  asked(call: ToolCall): Draft[] {
    if (!this.tools.has(call.toolCallId)) return this.call({ status: 'pending', ...call })
    return this.tools.update({ toolCallId: call.toolCallId, title: call.title, content: changesOf(call) })
  }

  /** Null for what this version has no word for. */
  private known(update: AnyUpdate): Draft[] | null {
    switch (update.sessionUpdate) {
      case 'user_message_chunk':
        return []
      case 'agent_message_chunk':
        return this.chunk('message', update)
      case 'agent_thought_chunk':
        return this.chunk('thought', update)
      case 'tool_call':
      case 'tool_call_update': {
        const call = read(ToolCall, update)
        return call === null ? null : this.call(call)
      }
      case 'plan': {
        const entries = read(Plan, update)?.entries
        return entries === undefined ? null : [{ type: 'plan', entries: entries satisfies PlanEntry[] }]
      }
      case 'notice': {
        const notice = read(Notice, update)
        return notice === null ? null : [noticeOf(notice)]
      }
      case 'compaction_update':
        return update.status === 'completed' ? [COMPACTED] : []
      case 'compaction_summary_chunk':
        return []
      default:
        return null
    }
  }

  private chunk(kind: 'message' | 'thought', update: AnyUpdate): Draft[] | null {
    const chunk = read(Chunk, update)
    const text = textOf(chunk?.content)
    // A sub-agent's own words stay inside its call.
    if (this.parentOf(update._meta) !== undefined) return []
    if (text === '') return isEmptyText(chunk?.content) ? [] : null
    return [{ type: 'text', block: this.blockOf(kind, chunk?.messageId), kind, text }]
  }

  private blockOf(kind: string, message: string | undefined): string {
    if (message !== undefined) this.messages.add(message)
    if (this.open?.kind !== kind || this.open.message !== message) {
      this.blocks += 1
      this.open = { kind, message, block: `${kind}-${this.blocks}` }
    }
    return this.open.block
  }

  private parentOf(meta: AnyUpdate['_meta']): string | undefined {
    return meta === undefined ? undefined : this.quirks.parentOf?.(meta)
  }

  private unknown(kind: string, raw: unknown): Draft {
    this.open = null
    this.blocks += 1
    const detail = (JSON.stringify(raw) ?? '').slice(0, RAW_LENGTH)
    return { type: 'raw', block: `raw-${this.blocks}`, source: `acp ${kind}`, detail }
  }
}

const COMPACTED: Draft = {
  type: 'notice',
  level: 'info',
  code: 'agent.compacted',
  text: 'The agent summed up the conversation.',
}

const changesOf = ({ content = [] }: ToolCall): ToolCall['content'] =>
  content.some(({ type }) => type === 'diff') ? content : undefined

function isEmptyText(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'text' in content && content.text === ''
}

function noticeOf({ severity, title }: { severity: string; title: string }): Draft {
  const level = severity === 'warning' || severity === 'error' ? severity : 'info'
  return { type: 'notice', level, code: 'agent.notice', text: title }
}
