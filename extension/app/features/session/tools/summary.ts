import type { BlockStatus, ToolKind } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { inputOf, NAMES, type ToolBlock, textIn } from './input.ts'

/** A tool call in one line. Its texts are safe to look at. */
export interface ToolSummary {
  readonly verb: string
  /** What it works on; empty when the tool does not say. */
  readonly target: string
  /** Is the target code (a path, a command), to be set in the fixed-width face? */
  readonly code: boolean
}

type Verbs = Readonly<Record<BlockStatus, string>>

const verbs = (doing: string, done: string, infinitive: string): Verbs => ({
  pending: doing,
  in_progress: doing,
  completed: done,
  failed: `Tried to ${infinitive}`,
  unfinished: `Began to ${infinitive}`,
})

/** What a tool does, by ACP's kind and status. `unfinished` claims no more than that it began. */
export const TOOL_VERBS: Readonly<Record<ToolKind, Verbs>> = {
  read: verbs('Reading', 'Read', 'read'),
  edit: verbs('Editing', 'Edited', 'edit'),
  delete: verbs('Deleting', 'Deleted', 'delete'),
  move: verbs('Moving', 'Moved', 'move'),
  search: verbs('Searching', 'Searched', 'search'),
  execute: verbs('Running', 'Ran', 'run'),
  think: verbs('Working on', 'Worked on', 'work on'),
  fetch: verbs('Fetching', 'Fetched', 'fetch'),
  switch_mode: verbs('Switching to', 'Switched to', 'switch to'),
  other: verbs('Using', 'Used', 'use'),
}

const firstLine = (text: string): string => {
  const [line = ''] = text.trimStart().split('\n', 1)
  return visible(line.slice(0, SESSION_SCREEN_LIMITS.lineText.value))
}

/** A path as it reads inside the session's folder: relative where it lies below it. */
const shortPath = (path: string, root: string): string => {
  const inside = root !== '' && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path
  return visible(inside)
}

/** The tool's title less the tool's own name in front of it. */
const bareTitle = (tool: ToolBlock): string => firstLine(tool.title.replace(/^[a-z_]{1,24}: /, ''))

const pathOf = (tool: ToolBlock, root: string): string | undefined => {
  const path = tool.locations[0]?.path ?? textIn(inputOf(tool), NAMES.path)
  return path === undefined ? undefined : shortPath(path, root)
}

const asCode = (text: string | undefined, tool: ToolBlock): Omit<ToolSummary, 'verb'> =>
  text === undefined ? { target: bareTitle(tool), code: false } : { target: firstLine(text), code: true }

const TARGETS: Readonly<Record<ToolKind, (tool: ToolBlock, root: string) => Omit<ToolSummary, 'verb'>>> = {
  read: (tool, root) => asCode(pathOf(tool, root), tool),
  edit: (tool, root) => asCode(pathOf(tool, root), tool),
  delete: (tool, root) => asCode(pathOf(tool, root), tool),
  move: (tool, root) => {
    const input = inputOf(tool)
    const from = textIn(input, NAMES.from)
    const to = textIn(input, NAMES.to)
    if (from === undefined || to === undefined) return asCode(pathOf(tool, root), tool)
    return { target: `${shortPath(from, root)} → ${shortPath(to, root)}`, code: true }
  },
  search: (tool, root) => {
    const input = inputOf(tool)
    return asCode(textIn(input, NAMES.pattern) ?? pathOf(tool, root), tool)
  },
  execute: (tool) => asCode(textIn(inputOf(tool), NAMES.command), tool),
  think: (tool) => {
    const said = textIn(inputOf(tool), NAMES.description)
    return { target: said === undefined ? bareTitle(tool) : firstLine(said), code: false }
  },
  fetch: (tool) => asCode(textIn(inputOf(tool), NAMES.url), tool),
  switch_mode: (tool) => ({ target: bareTitle(tool), code: false }),
  other: (tool) => ({ target: firstLine(tool.title), code: false }),
}

/** A tool call in one line. `root`: the folder in which the session works. */
export const summaryOf = (tool: ToolBlock, root: string): ToolSummary => ({
  verb: TOOL_VERBS[tool.kind][tool.status],
  ...TARGETS[tool.kind](tool, root),
})

/** The whole command that a tool runs, exactly; undefined when its input does not hold one. */
export const commandOf = (tool: ToolBlock): string | undefined => textIn(inputOf(tool), NAMES.command)

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** Reads and searches of one run, in a line: "Read 7 files, searched twice". */
export const runSummary = (tools: readonly ToolBlock[]): string => {
  const reads = tools.filter(({ kind }) => kind === 'read')
  const files = new Set(reads.map((tool) => pathOf(tool, '') ?? tool.call)).size
  const searches = tools.length - reads.length
  const open = tools.some(({ status }) => status !== 'completed')
  const parts: string[] = []
  if (files > 0) parts.push(`${open ? 'Reading' : 'Read'} ${counted(files, 'file', 'files')}`)
  if (searches > 0) {
    const verb = open ? 'searching' : 'searched'
    parts.push(searches === 1 ? `${verb} once` : `${verb} ${searches} times`)
  }
  const line = parts.join(', ')
  return line.charAt(0).toUpperCase() + line.slice(1)
}
