import { promptText } from './prompt-text.ts'
import type { Block, Turn } from './state.ts'
import { visible } from './visible.ts'

/** What goes into a copy of a session besides what was asked and answered. */
export interface ExportParts {
  /** Inputs, outputs and diffs of tool calls; their lines stay without. */
  readonly output: boolean
  readonly reasoning: boolean
}

const safeText = (text: string): string => visible(text, { lines: true })

const withoutOutput = (block: Block): Block =>
  block.type === 'tool' ? { ...block, input: null, content: [] } : block

const pruned = (blocks: readonly Block[], { output, reasoning }: ExportParts): Block[] => {
  const kept = blocks.filter(({ type }) => (type !== 'thought' || reasoning) && (type !== 'raw' || output))
  return output ? kept : kept.map(withoutOutput)
}

/** A turn with those parts alone. */
export const exportedTurn = (turn: Turn, parts: ExportParts): Turn => ({
  ...turn,
  blocks: pruned(turn.blocks, parts),
  open: pruned(turn.open, parts),
})

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
  switch (block.type) {
    case 'message':
      return safeText(block.text)
    case 'thought':
      return `<details><summary>Reasoning</summary>\n\n${quoted(safeText(block.text))}\n\n</details>`
    case 'raw':
      return fenced(safeText(block.detail))
    case 'tool': {
      const parts = block.content.map((content) =>
        content.type === 'diff' ? fenced(safeText(content.diff), 'diff') : fenced(safeText(content.text)),
      )
      return [`**${visible(block.title || block.call)}** (${block.status})`, ...parts].join('\n\n')
    }
  }
}

const turnText = (turn: Turn): string => {
  const asked = promptText(turn.prompt.content)
  const blocks = [...turn.blocks, ...turn.open].sort((a, b) => a.n - b.n).map(blockText)
  const end =
    turn.state === 'completed'
      ? []
      : [`*${turn.state}${turn.error === null ? '' : `: ${visible(turn.error.message)}`}*`]
  return [`## Turn ${turn.n}`, quoted(safeText(asked)), ...blocks, ...end].join('\n\n')
}

/** A session as a Markdown document, in pieces: its heading, then one a turn. */
export function* markdownParts(title: string, turns: Iterable<Turn>): Generator<string> {
  yield `# ${visible(title)}`
  for (const turn of turns) yield `\n\n${turnText(turn)}`
}
