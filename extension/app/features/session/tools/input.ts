import type { Block } from '@hearth/shared/session'

export type ToolBlock = Extract<Block, { type: 'tool' }>

const parsed = (json: string | null): unknown => {
  if (json === null) return null
  try {
    return JSON.parse(json)
  } catch {
    // Not JSON after all: shown as it is, and nothing is read from it.
    return null
  }
}

/** A tool's raw input as named values; empty when it is no JSON object. */
export const inputOf = (tool: Pick<ToolBlock, 'input'>): Readonly<Record<string, unknown>> => {
  const value = parsed(tool.input)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')

/** The first of the named values that is a text (or, as commands are given by some agents, a list of words). */
export const textIn = (
  input: Readonly<Record<string, unknown>>,
  names: readonly string[],
): string | undefined => {
  for (const name of names) {
    const value = Object.hasOwn(input, name) ? input[name] : undefined
    if (typeof value === 'string' && value !== '') return value
    if (isTexts(value)) return value.join(' ')
  }
  return undefined
}

/** Names under which agents give what a tool works on (ACP leaves them to the agent). */
export const NAMES = {
  command: ['command', 'cmd', 'script'],
  path: ['filePath', 'file_path', 'path', 'file', 'notebook_path', 'absolute_path'],
  pattern: ['pattern', 'query', 'regex', 'glob', 'search'],
  url: ['url', 'uri', 'query'],
  from: ['from', 'source', 'oldPath', 'old_path'],
  to: ['to', 'destination', 'newPath', 'new_path'],
  description: ['description', 'prompt', 'thought'],
} as const
