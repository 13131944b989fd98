import { isAbsolute, join } from 'node:path'
import type { CallStep as Call } from './script.ts'
import type { Piece, PropertySpec, ToolSpec } from './types.ts'

/** Names that agents give to each kind of tool, best first. */
const NAMES: Record<Exclude<Call['do'], 'call'>, readonly RegExp[]> = {
  write: [/^write$/i, /^write_?file$/i, /^create_?file$/i, /write(?!_?stdin|_?todos)/i],
  read: [/^read$/i, /^read_?file$/i],
  bash: [/^bash$/i, /^run_shell_command$/i, /^shell(_command)?$/i, /^exec_command$/i, /shell|bash|exec/i],
  plan: [/^todo_?write$/i, /^write_todos$/i, /^update_plan$/i, /todo/i],
  question: [/^question$/i, /^ask_?user/i, /^request_user_input$/i, /question/i],
  subagent: [/^task$/i, /^(invoke_)?agent$/i, /sub_?agent/i],
}

/**
 * The tool call that carries out a step, with the tool's own name and argument names taken from the request.
 * `cwd` completes paths where the tool wants absolute ones. Undefined when the request offers no such tool.
 */
export function callFor(step: Call, tools: readonly ToolSpec[], cwd: string, id: string): Piece | undefined {
  if (step.do === 'call') {
    const isOffered = tools.some(({ name }) => name === step.tool)
    return isOffered ? { kind: 'call', id, name: step.tool, args: step.args } : undefined
  }
  const tool = NAMES[step.do].flatMap((name) => tools.filter((t) => name.test(t.name)))[0]
  if (tool === undefined) return step.do === 'write' ? patchFor(step, tools, cwd, id) : undefined
  const args: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(tool.properties)) {
    const value = argument(step, name, spec, cwd, tool.name)
    if (value !== undefined) args[name] = value
    else if (tool.required.includes(name)) args[name] = placeholder(spec)
  }
  return { kind: 'call', id, name: tool.name, args }
}

/** What agents call the subagent that does anything. */
const GENERAL: readonly (readonly [RegExp, string])[] = [
  [/^agent$/i, 'general-purpose'],
  [/^invoke_agent$/i, 'generalist'],
]

/** Codex has no tool that writes a file: it patches by a command that it knows. */
function patchFor(step: Extract<Call, { do: 'write' }>, tools: readonly ToolSpec[], cwd: string, id: string) {
  const lines = step.content.replace(/\n$/, '').split('\n')
  const patch = ['*** Begin Patch', `*** Add File: ${step.path}`, ...lines.map((line) => `+${line}`)]
  const cmd = `apply_patch <<'EOF'\n${[...patch, '*** End Patch'].join('\n')}\nEOF`
  return callFor({ do: 'bash', cmd, escalate: false, background: false }, tools, cwd, id)
}

function argument(
  step: Exclude<Call, { do: 'call' }>,
  name: string,
  spec: PropertySpec,
  cwd: string,
  toolName: string,
): unknown {
  switch (step.do) {
    case 'write':
      if (/path|^file$/i.test(name)) return path(step.path, spec, cwd)
      return /content|text/i.test(name) ? step.content : undefined
    case 'read':
      return /path|^file$/i.test(name) ? path(step.path, spec, cwd) : undefined
    case 'bash':
      if (/^(command|cmd)$/i.test(name)) return spec.type === 'array' ? ['bash', '-lc', step.cmd] : step.cmd
      if (name === 'description') return 'Runs a scripted command'
      if (/^(run_in|is)_background$/.test(name)) return step.background || undefined
      if (!step.escalate) return undefined
      if (name === 'sandbox_permissions') return 'require_escalated'
      return name === 'justification' ? 'The script asks for it' : undefined
    case 'plan':
      return /^(todos|plan|items)$/i.test(name) ? planItems(step, spec) : undefined
    case 'question':
      return /questions?/i.test(name) ? questions(step, spec) : undefined
    case 'subagent':
      if (name === 'prompt') return step.prompt
      if (name === 'description') return 'Scripted task'
      if (!/type|agent/i.test(name) || name === 'task_id') return undefined
      return spec.enum?.[0] ?? GENERAL.find(([tool]) => tool.test(toolName))?.[1] ?? 'general'
  }
}

/** The items under the names that the tool's schema has for their words. */
function planItems(step: Extract<Call, { do: 'plan' }>, spec: PropertySpec): unknown {
  const known = Object.entries(spec.items?.properties ?? { content: {}, status: {} })
  return step.items.map((words, index) => {
    const status = index < step.done ? 'completed' : index === step.done ? 'in_progress' : 'pending'
    return Object.fromEntries(
      known.map(([name, property]) => {
        if (name === 'status') return [name, status]
        if (name === 'id') return [name, String(index + 1)]
        if (name === 'priority') return [name, property.enum?.[0] ?? 'medium']
        return [name, property.enum?.[0] ?? words]
      }),
    )
  })
}

function questions(step: Extract<Call, { do: 'question' }>, spec: PropertySpec): unknown {
  if (spec.type !== 'array') return step.ask
  const options = step.options.map((label) => ({ label, description: `Choose ${label}` }))
  const multiple = spec.items?.properties?.multiSelect === undefined ? {} : { multiSelect: false }
  return [{ question: step.ask, header: step.ask.slice(0, 12), options, ...multiple }]
}

function path(path: string, spec: PropertySpec, cwd: string): string {
  const absolute = /absolute/i.test(spec.description ?? '')
  return absolute && !isAbsolute(path) && cwd !== '' ? join(cwd, path) : path
}

/** Something of the right type for a required argument that the script says nothing about. */
function placeholder(spec: PropertySpec): unknown {
  if (spec.enum !== undefined && spec.enum.length > 0) return spec.enum[0]
  if (spec.type === 'number' || spec.type === 'integer') return 1
  if (spec.type === 'boolean') return false
  if (spec.type === 'array') return []
  if (spec.type === 'object') return {}
  return 'scripted'
}
