import type { ToolContent, ToolKind, ToolLocation, ToolStatus } from '@hearth/shared/session'
import type { Draft } from '../driver.ts'
import { TOOL_OUTPUT_LENGTH, TOOL_RUNNING_LENGTH, TOOL_TITLE_LENGTH } from '../limits.ts'
import { cut, inputJson } from '../text.ts'
import { withoutHead } from './diff-head.ts'
import type { ToolPart } from './wire.ts'

const KINDS: Readonly<Record<string, ToolKind>> = {
  bash: 'execute',
  edit: 'edit',
  multiedit: 'edit',
  write: 'edit',
  patch: 'edit',
  apply_patch: 'edit',
  read: 'read',
  glob: 'search',
  grep: 'search',
  list: 'search',
  codesearch: 'search',
  webfetch: 'fetch',
  websearch: 'fetch',
  task: 'think',
  todowrite: 'think',
  todoread: 'think',
}

const STATUSES: Record<ToolPart['state']['status'], ToolStatus> = {
  pending: 'pending',
  running: 'in_progress',
  completed: 'completed',
  error: 'failed',
}

/** ACP's kind of an opencode tool. */
export function toolKind(tool: string): ToolKind {
  return KINDS[tool] ?? 'other'
}

/** The key of a tool call: agents' own call ids repeat between messages. */
export function callKey(tool: { messageID: string; callID: string }): string {
  return `${tool.messageID}/${tool.callID}`
}

type Shown = {
  title: string
  status: ToolStatus
  input: string
  content: ToolContent[]
  locations: ToolLocation[]
}

/** What was last told of each tool call of a turn, so that only changes are told. */
export class Tools {
  private readonly told = new Map<string, Record<string, string>>()
  private readonly diffs = new Map<string, ToolContent>()
  /** What each call was begun with; null while its model still writes that. */
  private readonly inputs = new Map<string, Record<string, unknown> | null>()
  /** The call that a sub-agent works for, by the sub-agent's session. */
  private readonly parents = new Map<string, string>()

  /** The draft that brings the call up to date; none when nothing changed. */
  part(part: ToolPart): Draft[] {
    const call = callKey(part)
    this.inputs.set(call, part.state.status === 'pending' ? null : part.state.input)
    const below = part.state.metadata?.sessionId
    if (typeof below === 'string') this.parents.set(below, call)
    const parent = this.parents.get(part.sessionID)
    const shown = show(part, this.diffs.get(call))
    const before = this.told.get(call)
    const after = {
      parent: parent ?? '',
      title: shown.title,
      status: shown.status,
      input: shown.input,
      content: JSON.stringify(shown.content),
      locations: JSON.stringify(shown.locations),
    }
    this.told.set(call, after)
    const draft: Extract<Draft, { type: 'tool' }> = { type: 'tool', call }
    if (before === undefined) draft.kind = toolKind(part.tool)
    if (parent !== undefined && before?.parent !== parent) draft.parent = parent
    if (before?.title !== after.title) draft.title = shown.title
    if (before?.status !== after.status) draft.status = shown.status
    if (before?.input !== after.input) draft.input = shown.input
    if ((before?.content ?? '[]') !== after.content) draft.content = shown.content
    if ((before?.locations ?? '[]') !== after.locations) draft.locations = shown.locations
    return Object.keys(draft).length > 2 ? [draft] : []
  }

  /** What a call was begun with, whole; null while that is still written, undefined for a call that was not told. */
  input(call: string): Record<string, unknown> | null | undefined {
    return this.inputs.get(call)
  }

  /** The change that a permission request showed: the tool itself does not repeat it. */
  diff(call: string, path: string, diff: string): Draft[] {
    const content = { type: 'diff' as const, path, diff }
    this.diffs.set(call, content)
    const shown = { ...content, diff: cut(diff, TOOL_OUTPUT_LENGTH) }
    return this.told.has(call) ? [{ type: 'tool', call, content: [shown] }] : []
  }
}

function show(part: ToolPart, asked: ToolContent | undefined): Shown {
  const { state } = part
  const path = first(state.input, ['filePath', 'path', 'file'])
  return {
    title: titleOf(part),
    status: STATUSES[state.status],
    input: inputJson(state.input),
    content: contentOf(part, path, asked),
    locations: path === undefined ? [] : [{ path }],
  }
}

function titleOf(part: ToolPart): string {
  const { state, tool } = part
  const subject = first(state.input, [
    'command',
    'filePath',
    'path',
    'pattern',
    'url',
    'query',
    'description',
  ])
  const title = state.title !== undefined && state.title !== '' ? state.title : (subject ?? '')
  return title === '' ? tool : `${tool}: ${title.split('\n')[0]}`.slice(0, TOOL_TITLE_LENGTH)
}

function contentOf(part: ToolPart, path: string | undefined, asked: ToolContent | undefined): ToolContent[] {
  const { state } = part
  const own = state.metadata?.diff
  const diff: ToolContent | undefined =
    typeof own === 'string' && own !== '' && path !== undefined
      ? { type: 'diff', path, diff: withoutHead(own) }
      : asked
  const change = diff?.type === 'diff' ? [{ ...diff, diff: cut(diff.diff, TOOL_OUTPUT_LENGTH) }] : []
  if (state.status === 'error') return [...change, ...words(state.error)]
  if (change.length > 0) return change
  if (state.status === 'completed') return words(state.output)
  const running = state.metadata?.output
  return typeof running === 'string' ? words(running.slice(-TOOL_RUNNING_LENGTH)) : []
}

function words(text: string | undefined): ToolContent[] {
  return text === undefined || text === '' ? [] : [{ type: 'text', text: cut(text, TOOL_OUTPUT_LENGTH) }]
}

function first(input: Record<string, unknown>, names: readonly string[]): string | undefined {
  const values = names.map((name) => input[name])
  return values.find((value) => typeof value === 'string' && value !== '') as string | undefined
}
