import type { SessionSummary } from '@hearth/shared/protocol'
import { type Block, promptText, type Turn } from '@hearth/shared/session'
import { safeLine, safeText } from './escape.ts'

/** A fence longer than any run of back-ticks inside. */
const fenced = (text: string, language = ''): string => {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')

const blockText = (block: Block): string => {
  if (block.type === 'message') return safeText(block.text)
  if (block.type === 'thought')
    return `<details><summary>Reasoning</summary>\n\n${quoted(safeText(block.text))}\n\n</details>`
  if (block.type === 'raw') return fenced(safeText(block.detail))
  if (block.type !== 'tool') return ''
  const parts = block.content.map((content) =>
    content.type === 'diff' ? fenced(safeText(content.diff), 'diff') : fenced(safeText(content.text)),
  )
  return [`**${safeLine(block.title || block.call)}** (${block.status})`, ...parts].join('\n\n')
}

const turnText = (turn: Turn): string => {
  const asked = promptText(turn.prompt.content)
  const blocks = [...turn.blocks, ...turn.open].sort((a, b) => a.n - b.n).map(blockText)
  const end =
    turn.state === 'completed'
      ? []
      : [`*${turn.state}${turn.error === null ? '' : `: ${safeLine(turn.error.message)}`}*`]
  return [`## Turn ${turn.n}`, quoted(safeText(asked)), ...blocks, ...end].join('\n\n')
}

/** A session as a Markdown document. */
export const markdownOf = (session: SessionSummary, turns: readonly Turn[]): string =>
  [`# ${safeLine(session.title || session.id)}`, ...turns.map(turnText)].join('\n\n')
