import type { RequestContent, RequestView } from '@hearth/shared/link'
import type { PermissionFacts, RequestAction } from '@hearth/shared/session'
import { indent, safeLine, safeText } from './escape.ts'

const RISK = {
  1: 'reads',
  2: 'edits inside the worktree',
  3: 'a command or something outside',
  4: 'destructive or irreversible',
}

const actionText = (action: RequestAction): string => {
  switch (action.type) {
    case 'command':
      return `run this command:\n${indent(safeText(action.command))}`
    case 'edit':
      return `edit ${action.files.length} file(s):\n${indent(
        action.files.map(({ path, diff }) => `${safeLine(path)}\n${safeText(diff)}`).join('\n'),
      )}`
    case 'access':
      return `use these paths:\n${indent(action.paths.map(safeLine).join('\n'))}`
    case 'fetch':
      return `fetch:\n${indent(safeLine(action.url))}`
    case 'mcp':
      return `use ${safeLine(action.tool)} of the MCP server ${safeLine(action.server)} with:\n${indent(safeText(action.input))}`
    case 'mode':
      return `work in the mode ${safeLine(action.to)}:\n${indent(safeText(action.detail))}`
    case 'other':
      return `do this:\n${indent(safeText(action.detail))}`
  }
}

const factsText = (facts: PermissionFacts): string => {
  const lines = [
    `${facts.agent} wants to ${actionText(facts.action)}`,
    `in   ${safeLine(facts.cwd.path)}`,
    `risk ${facts.risk}: ${RISK[facts.risk]}${facts.reasons.length > 0 ? ` (${facts.reasons.map(safeLine).join('; ')})` : ''}`,
  ]
  for (const { path, sha256, size } of facts.files) {
    lines.push(`uses ${safeLine(path)} (${size} bytes, sha256 ${sha256})`)
  }
  for (const [name, value] of Object.entries(facts.envDelta)) {
    lines.push(`with ${safeLine(name)}${value === null ? ' removed' : `=${safeLine(value)}`}`)
  }
  if (facts.agentWords !== '') lines.push(`in the agent’s own words: ${safeLine(facts.agentWords)}`)
  return lines.join('\n')
}

const formText = ({ message, fields }: Extract<RequestContent, { kind: 'form' }>): string =>
  [
    `fill in a form: ${safeText(message)}`,
    ...fields.map((field) => {
      const choices =
        field.type === 'choice' ? `: ${field.choices.map(({ value }) => safeLine(value)).join(' | ')}` : ''
      return `- ${safeLine(field.name)} (${field.type}${field.required ? '' : ', optional'})${choices} ${safeLine(field.label)}`
    }),
  ].join('\n')

/** Everything that a person needs to decide, from the facts alone. Nothing is shortened. */
export const contentText = (content: RequestContent): string => {
  if (content.kind === 'permission') return factsText(content.facts)
  if (content.kind === 'unreadable') {
    return `this version can’t show the request whole (${safeLine(content.why)}), so it can’t be decided here`
  }
  if (content.kind === 'plan')
    return `approve this plan, in its own words:\n${indent(safeText(content.plan))}`
  if (content.kind === 'form') return formText(content)
  if (content.kind === 'unknown') {
    return `something that this version does not know (${safeLine(content.source)}):\n${indent(safeText(content.detail))}`
  }
  return content.questions
    .map(({ header, question, options, multiple, custom }, index) => {
      const how = `${multiple ? 'any of' : 'one of'}${custom ? ', or your own words' : ''}`
      const choices = options.map(
        ({ label, description }) => `- ${safeLine(label)}: ${safeLine(description)}`,
      )
      return [`${index + 1}. ${safeLine(header)}: ${safeText(question)} (${how})`, ...choices].join('\n')
    })
    .join('\n')
}

/** How a request stands, in words. */
export const standing = ({ state, outcome, by, error }: RequestView): string => {
  const who = by === null ? '' : ` by ${safeLine(by.name)}`
  if (error !== null) return `${state}: ${safeLine(error.message)} (${error.code})`
  return outcome === null ? state : `${state}: ${outcome}${who}`
}
