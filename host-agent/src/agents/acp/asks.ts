import type { Ask } from '../driver.ts'
import { textOf } from './content.ts'
import { unifiedDiff } from './diff.ts'
import type { Quirks } from './spec.ts'
import { Meta, read, type ToolCall } from './wire.ts'

type Input = Readonly<Record<string, unknown>>

/**
 * What a permission request is about, from what the agent says of the call: its changes, its command, its address.
 * Whole, never cut: what can't be shown whole is refused further on. What fits nothing is `other`, with all of it.
 * Of two things that a call tells the graver counts: a command that also shows a change is a command.
 */
export function askOf(call: ToolCall, quirks: Quirks): Ask {
  const input = read(Meta, call.rawInput) ?? {}
  const command = commandIn(call, quirks)
  if (command !== undefined && (call.kind === undefined || call.kind === 'execute')) {
    const cwd = word(input, ['cwd', 'workdir', 'directory'])
    return cwd === undefined ? { type: 'command', command } : { type: 'command', command, cwd }
  }
  const files = changedFiles(call)
  if (files.length > 0) return { type: 'edit', files }
  const url = word(input, ['url', 'uri'])
  if (call.kind === 'fetch' && url !== undefined) return { type: 'fetch', url }
  if (call.kind === 'read' || call.kind === 'search') {
    const paths = pathsOf(call, input)
    if (paths.length > 0) return { type: 'access', paths }
  }
  if (call.kind === 'switch_mode') {
    const to = word(input, ['mode', 'modeId', 'to']) ?? call.title ?? nameOf(call)
    return { type: 'mode', from: null, to, detail: detailOf(call) }
  }
  const mcp = quirks.mcpOf?.(call)
  if (mcp !== undefined) {
    const { server, tool, input: given = call.rawInput ?? {} } = mcp
    return { type: 'mcp', server, tool, input: JSON.stringify(given) }
  }
  return { type: 'other', detail: detailOf(call) }
}

/** The plan that a call asks to be approved: its input, else what it shows; '' where the agent shows none. */
export function planOf(call: ToolCall): string {
  const input = read(Meta, call.rawInput) ?? {}
  const shown = (call.content ?? []).map((part) => (part.type === 'content' ? textOf(part.content) : ''))
  return word(input, ['plan']) ?? shown.filter((text) => text !== '').join('\n')
}

/** The command that a call runs, where it says so. */
export function commandIn(call: ToolCall, quirks: Quirks): string | undefined {
  return commandOf(read(Meta, call.rawInput) ?? {}) ?? quirks.commandOf?.(call)
}

/** The agent's own description, for a person to read apart from the facts. */
export function wordsOf({ title, content = [] }: ToolCall): string {
  const texts = content.map((part) => (part.type === 'content' ? textOf(part.content) : ''))
  return [title ?? '', ...texts].filter((text) => text !== '').join('\n')
}

/** A name for the tool: what the agent calls it, else what it does. Never a title: that is words, and no input of a rule. */
export function nameOf({ name, kind }: ToolCall): string {
  return name ?? kind ?? 'tool'
}

function changedFiles({ content = [] }: ToolCall): { path: string; diff: string }[] {
  return content.flatMap((part) =>
    part.type === 'diff'
      ? [{ path: part.path, diff: unifiedDiff(part.path, part.oldText ?? null, part.newText) }]
      : [],
  )
}

/** A command as text, or as the words of a call; of a shell's only what it is to run. */
function commandOf(input: Input): string | undefined {
  const command = input.command ?? input.cmd
  if (typeof command === 'string') return command === '' ? undefined : command
  if (!Array.isArray(command)) return undefined
  const words = command.filter((part) => typeof part === 'string')
  if (words.length === 0 || words.length !== command.length) return undefined
  const [shell = '', option = '', script] = words
  const isShell = SHELL.test(shell) && /^-l?c$/.test(option) && words.length === 3
  return isShell && script !== undefined ? script : words.map(quoted).join(' ')
}

/** A shell of the system's. Any other program can be called one: what it does with its script nobody knows. */
const SHELL = /^(?:\/(?:usr\/(?:local\/)?)?bin\/)?(?:ba|z|da|k)?sh$/

const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

function pathsOf({ locations = [] }: ToolCall, input: Input): string[] {
  const told = word(input, ['file_path', 'filePath', 'filepath', 'path'])
  const paths = [...locations.map(({ path }) => path), ...(told === undefined ? [] : [told])]
  return [...new Set(paths)]
}

function detailOf({ title, name, kind, rawInput, content, locations }: ToolCall): string {
  return JSON.stringify({ title, name, kind, input: rawInput, content, locations })
}

function word(input: Input, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = input[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return undefined
}
