import type { ToolContent, ToolLocation } from '@hearth/shared/session'
import type { Draft } from '../driver.ts'
import { ACP_CALLS, TOOL_OUTPUT_LENGTH, TOOL_TITLE_LENGTH } from '../limits.ts'
import { cut, inputJson } from '../text.ts'
import { textOf } from './content.ts'
import { unifiedDiff } from './diff.ts'
import { Terminals } from './terminals.ts'
import { type Content, Meta, read, type ToolCall } from './wire.ts'

type ToolDraft = Extract<Draft, { type: 'tool' }>

/** What the end of a terminal shows, by its id; null for one that is not known. */
export type TerminalOutput = (terminal: string) => string | null

/** What is known of a call, and what was told of it, by field, as JSON. */
type Told = { call: ToolCall; fields: Map<string, string>; isOpen: boolean }

/** The tool calls of one turn: each update becomes the draft of what it changes. */
export class Tools {
  private readonly told = new Map<string, Told>()
  private readonly terminals = new Terminals()
  private readonly output: TerminalOutput

  /** `output` knows the terminals that we run for the agent; its own are told by its updates. */
  constructor(output: TerminalOutput) {
    this.output = (terminal) => output(terminal) ?? this.terminals.output(terminal)
  }

  has(call: string): boolean {
    return this.told.has(call)
  }

  calls(): string[] {
    return [...this.told.keys()]
  }

  /** What is known of a call, with what is said of it now. */
  known(call: ToolCall): ToolCall {
    const before = this.told.get(call.toolCallId)?.call
    return before === undefined ? call : merged(before, call)
  }

  /** What was told of a call before now. */
  earlier(id: string): ToolCall | undefined {
    return this.told.get(id)?.call
  }

  /** The draft that brings the call up to date; none when nothing changed. */
  update(call: ToolCall, parent?: string): Draft[] {
    const told = this.told.get(call.toolCallId) ?? this.begin(call)
    const hasPrinted = this.terminals.hear(call._meta)
    told.call = merged(told.call, call)
    const draft: ToolDraft = { type: 'tool', call: call.toolCallId }
    if (parent !== undefined) draft.parent = parent
    if (call.title !== undefined && call.title !== '') draft.title = titleOf(call.title)
    if (call.kind !== undefined) draft.kind = call.kind
    if (call.status !== undefined) draft.status = call.status
    if (call.rawInput !== undefined && call.rawInput !== null) draft.input = inputJson(call.rawInput)
    const isShown = call.content !== undefined || call.rawOutput !== undefined || hasPrinted
    if (isShown) draft.content = this.show(told.call)
    if (call.locations !== undefined) draft.locations = call.locations.map(location)
    return this.changes(draft, told)
  }

  /** A terminal has shown more: the drafts of the calls that embed it. */
  shown(terminal: string): Draft[] {
    return [...this.told].flatMap(([call, told]) => {
      const isOurs = told.call.content?.some(
        (part) => part.type === 'terminal' && part.terminalId === terminal,
      )
      return isOurs === true ? this.changes({ type: 'tool', call, content: this.show(told.call) }, told) : []
    })
  }

  /** Closes one call, or all that are open, as failed: nothing more will be told of them. */
  fail(call?: string): Draft[] {
    const open = [...this.told].filter(([id, told]) => told.isOpen && (call === undefined || id === call))
    return open.flatMap(([id, told]) => this.changes({ type: 'tool', call: id, status: 'failed' }, told))
  }

  private begin(call: ToolCall): Told {
    const told: Told = { call, fields: new Map(), isOpen: true }
    this.told.set(call.toolCallId, told)
    const [oldest] = this.told.keys()
    if (this.told.size > ACP_CALLS && oldest !== undefined) this.told.delete(oldest)
    return told
  }

  private show({ content = [], rawOutput }: ToolCall): ToolContent[] {
    const shown = content.flatMap((part) => this.showPart(part))
    return shown.length > 0 || rawOutput === undefined || rawOutput === null
      ? shown
      : words(outputOf(rawOutput))
  }

  private showPart(part: Content): ToolContent[] {
    if (part.type === 'diff') {
      const diff = unifiedDiff(part.path, part.oldText ?? null, part.newText)
      return [{ type: 'diff', path: part.path, diff: cut(diff, TOOL_OUTPUT_LENGTH) }]
    }
    return words(part.type === 'terminal' ? (this.output(part.terminalId) ?? '') : textOf(part.content))
  }

  /** The draft with only what differs from what was told. */
  private changes(draft: ToolDraft, told: Told): Draft[] {
    const { type, call, ...fields } = draft
    const isNew = told.fields.size === 0
    const changed = Object.entries(fields).filter(([name, value]) => {
      const now = JSON.stringify(value)
      const before = told.fields.get(name) ?? (Array.isArray(value) ? '[]' : undefined)
      if (before === now) return false
      told.fields.set(name, now)
      return true
    })
    if (draft.status !== undefined) told.isOpen = draft.status === 'pending' || draft.status === 'in_progress'
    return changed.length === 0 && !isNew ? [] : [{ type, call, ...Object.fromEntries(changed) }]
  }
}

/**
 * A call with what is said of it now. A change that it was to make stays, whatever it says when it has made it; its
 * output takes the place of what it said before it ran.
 */
function merged(before: ToolCall, now: ToolCall): ToolCall {
  const given = Object.entries(now).filter(([, value]) => value !== undefined && value !== null)
  const call: ToolCall = { ...before, ...Object.fromEntries(given) }
  call.content = contentAfter(before.content ?? [], now)
  return call
}

function contentAfter(before: readonly Content[], { content, rawOutput, status }: ToolCall): Content[] {
  const kept = before.filter((part) => part.type !== 'content')
  if (content === undefined || content.length === 0) {
    // An empty list says that there is nothing; so does output of its own where there were only words.
    const isReplaced = content !== undefined || (rawOutput !== undefined && rawOutput !== null)
    return isReplaced ? kept : [...before]
  }
  if (content.some((part) => part.type !== 'content')) return content
  return status === 'failed' || kept.length === 0 ? [...kept, ...content] : kept
}

const titleOf = (title: string): string => (title.split('\n')[0] ?? '').slice(0, TOOL_TITLE_LENGTH)

const location = ({ path, line }: { path: string; line?: number | undefined }): ToolLocation =>
  line === undefined ? { path } : { path, line }

function words(text: string): ToolContent[] {
  return text === '' ? [] : [{ type: 'text', text: cut(text, TOOL_OUTPUT_LENGTH) }]
}

/** What a tool printed, where its raw output says so; else all of it. */
function outputOf(raw: unknown): string {
  if (typeof raw === 'string') return raw
  const fields = read(Meta, raw) ?? {}
  const printed = OUTPUTS.map((name) => fields[name]).find((value) => typeof value === 'string')
  return typeof printed === 'string' ? printed : inputJson(raw)
}

/** Names under which agents keep what a command printed. */
const OUTPUTS = ['formatted_output', 'aggregated_output', 'output', 'stdout', 'text']
