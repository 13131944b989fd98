import type { ToolContent, ToolLocation } from '@hearth/shared/session'
import type { Draft } from '../driver.ts'
import { ACP_CALLS, TOOL_OUTPUT_LENGTH, TOOL_TITLE_LENGTH } from '../limits.ts'
import { cut, inputJson } from '../text.ts'
import { textOf } from './content.ts'
import { unifiedDiff } from './diff.ts'
import { type Content, Meta, read, type ToolCall } from './wire.ts'

type ToolDraft = Extract<Draft, { type: 'tool' }>

/** What the end of a terminal shows, by its id; null for one that is not known. */
export type TerminalOutput = (terminal: string) => string | null

/** What was told of a call, by field, as JSON; `terminals` are those whose output it shows. */
type Told = { fields: Map<string, string>; content: readonly Content[]; isOpen: boolean }

/** The tool calls of one turn: each update becomes the draft of what it changes. */
export class Tools {
  private readonly told = new Map<string, Told>()
  private readonly output: TerminalOutput

  constructor(output: TerminalOutput) {
    this.output = output
  }

  has(call: string): boolean {
    return this.told.has(call)
  }

  calls(): string[] {
    return [...this.told.keys()]
  }

  /** The draft that brings the call up to date; none when nothing changed. */
  update(call: ToolCall, parent?: string): Draft[] {
    const told = this.told.get(call.toolCallId) ?? this.begin(call.toolCallId)
    if (call.content !== undefined) told.content = call.content
    const draft: ToolDraft = { type: 'tool', call: call.toolCallId }
    if (parent !== undefined) draft.parent = parent
    if (call.title !== undefined && call.title !== '') draft.title = titleOf(call.title)
    if (call.kind !== undefined) draft.kind = call.kind
    if (call.status !== undefined) draft.status = call.status
    if (call.rawInput !== undefined && call.rawInput !== null) draft.input = inputJson(call.rawInput)
    const content = this.contentOf(call, told)
    if (content !== null) draft.content = content
    if (call.locations !== undefined) draft.locations = call.locations.map(location)
    return this.changes(draft, told)
  }

  /** A terminal has shown more: the drafts of the calls that embed it. */
  shown(terminal: string): Draft[] {
    return [...this.told].flatMap(([call, told]) => {
      const isOurs = told.content.some((part) => part.type === 'terminal' && part.terminalId === terminal)
      return isOurs ? this.changes({ type: 'tool', call, content: this.show(told.content) }, told) : []
    })
  }

  /** Closes one call, or all that are open, as failed: nothing more will be told of them. */
  fail(call?: string): Draft[] {
    const open = [...this.told].filter(([id, told]) => told.isOpen && (call === undefined || id === call))
    return open.flatMap(([id, told]) => this.changes({ type: 'tool', call: id, status: 'failed' }, told))
  }

  private begin(call: string): Told {
    const told: Told = { fields: new Map(), content: [], isOpen: true }
    this.told.set(call, told)
    if (this.told.size > ACP_CALLS) for (const oldest of this.told.keys()) return this.drop(oldest, told)
    return told
  }

  private drop(oldest: string, told: Told): Told {
    this.told.delete(oldest)
    return told
  }

  /** What the call shows. Its raw output stands in for what it showed before it ran, but not for a change or a terminal. */
  private contentOf(call: ToolCall, told: Told): ToolContent[] | null {
    if (call.content !== undefined && call.content.length > 0) return this.show(call.content)
    const isWords = told.content.every((part) => part.type === 'content')
    if (isWords && call.rawOutput !== undefined && call.rawOutput !== null)
      return words(outputOf(call.rawOutput))
    return call.content === undefined ? null : []
  }

  private show(content: readonly Content[]): ToolContent[] {
    return content.flatMap((part): ToolContent[] => {
      if (part.type === 'diff') {
        const diff = unifiedDiff(part.path, part.oldText ?? null, part.newText)
        return [{ type: 'diff', path: part.path, diff: cut(diff, TOOL_OUTPUT_LENGTH) }]
      }
      return words(part.type === 'terminal' ? (this.output(part.terminalId) ?? '') : textOf(part.content))
    })
  }

  /** The draft with only what differs from what was told. */
  private changes(draft: ToolDraft, told: Told): Draft[] {
    const { type, call, ...fields } = draft
    const changed = Object.entries(fields).filter(([name, value]) => {
      const now = JSON.stringify(value)
      const before = told.fields.get(name) ?? (Array.isArray(value) ? '[]' : undefined)
      if (before === now) return false
      told.fields.set(name, now)
      return true
    })
    if (draft.status !== undefined) told.isOpen = draft.status === 'pending' || draft.status === 'in_progress'
    if (changed.length === 0 && told.fields.size > 0) return []
    return [{ type, call, ...Object.fromEntries(changed) }]
  }
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
