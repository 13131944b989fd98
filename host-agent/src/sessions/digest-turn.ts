import { type Block, promptText, type Turn } from '@hearth/shared/session'
import { quoteLine, quoteText } from './digest-quote.ts'
import { DIGEST_ITEMS, DIGEST_MORE_MAX, DIGEST_NAME_MAX, DIGEST_PART_LEAST } from './limits.ts'

/** Stands where a turn's parts have no more room. */
const LEFT_OUT = '[… the rest of this turn is left out …]'

type Tool = Extract<Block, { type: 'tool' }>
type Text = Extract<Block, { type: 'message' | 'thought' }>

const isTool = (block: Block): block is Tool => block.type === 'tool'
const isMessage = (block: Block): block is Text => block.type === 'message'

/** What the agent said at its end: the messages after its last tool, or else its last message. */
const answerOf = (blocks: readonly Block[]): string => {
  const messages = blocks.filter(isMessage)
  const lastTool = blocks.findLast(isTool)?.n ?? -1
  const after = messages.filter((block) => block.n > lastTool)
  return (after.length > 0 ? after : messages.slice(-1)).map((block) => block.text).join('\n')
}

/** Lines that a unified diff adds and takes away. What stands before its first hunk counts nothing. */
const countsOf = (diff: string): { added: number; removed: number } => {
  const lines = diff.split('\n')
  const hunks = lines.slice(
    Math.max(
      0,
      lines.findIndex((line) => line.startsWith('@@')),
    ),
  )
  return {
    added: hunks.filter((line) => line.startsWith('+')).length,
    removed: hunks.filter((line) => line.startsWith('-')).length,
  }
}

/** As many of the items as fit, `DIGEST_ITEMS` at most, and how many more there are. */
const listed = (items: readonly string[], room: number): string => {
  const lines: string[] = []
  let left = room - DIGEST_MORE_MAX
  for (const item of items.slice(0, DIGEST_ITEMS)) {
    left -= item.length + 1
    if (left < 0) break
    lines.push(item)
  }
  if (lines.length < items.length) lines.push(`[… ${items.length - lines.length} more are left out …]`)
  return lines.join('\n')
}

const filesOf = (tools: readonly Tool[]): string[] => {
  const files = new Map<string, { added: number; removed: number }>()
  for (const tool of tools) {
    if (tool.status === 'failed') continue
    for (const content of tool.content) {
      if (content.type !== 'diff') continue
      const { added, removed } = countsOf(content.diff)
      const before = files.get(content.path) ?? { added: 0, removed: 0 }
      files.set(content.path, { added: before.added + added, removed: before.removed + removed })
    }
  }
  return [...files].map(([path, { added, removed }]) => `| ${quoteLine(path)} (+${added} −${removed})`)
}

/** The command in a tool's input, which is JSON text of the agent's own making; its title where there is none. */
const commandOf = (tool: Tool): string => {
  try {
    const command: unknown = JSON.parse(tool.input ?? 'null')?.command
    if (typeof command === 'string') return command
    if (Array.isArray(command)) return command.map(String).join(' ')
  } catch {
    return tool.title
  }
  return tool.title
}

const HOW: Readonly<Record<Tool['status'], string>> = {
  completed: '',
  failed: ' (failed)',
  pending: ' (did not end)',
  in_progress: ' (did not end)',
  unfinished: ' (did not end)',
}

const commandsOf = (tools: readonly Tool[]): string[] =>
  tools
    .filter((tool) => tool.kind === 'execute')
    .map((tool) => `| ${quoteLine(commandOf(tool))}${HOW[tool.status]}`)

const endOf = ({ state, stopReason, error, joined }: Turn): string => {
  if (joined !== null) return `taken into turn ${joined.turn} while that ran`
  if (state === 'completed')
    return stopReason === null || stopReason === 'end_turn' ? state : `ended: ${stopReason}`
  if (state === 'cancelled') return 'stopped before its end'
  if (state === 'failed') return `failed${error === null ? '' : `: ${quoteLine(error.message)}`}`
  return 'it is not known how it ended, or what it did'
}

interface Part {
  readonly title: string
  readonly isEmpty: boolean
  /** Its share of what is left, at most; what it does not need goes to those after it. */
  readonly share: number
  render(room: number): string
}

const text = (title: string, share: number, words: string): Part => ({
  title,
  share,
  isEmpty: words.trim() === '',
  render: (room) => quoteText(words, room),
})

const list = (title: string, share: number, items: readonly string[]): Part => ({
  title,
  share,
  isEmpty: items.length === 0,
  render: (room) => listed(items, room),
})

/**
 * One turn as lines of a record, of at most `room` units: who, how it ended, prompt, commands, files, answer. What is
 * shortened says so. `room` is at least `DIGEST_TURN_LEAST`.
 */
export const digestTurn = (turn: Turn, name: string, room: number): string => {
  const blocks = [...turn.blocks, ...turn.open].sort((a, b) => a.n - b.n)
  const tools = blocks.filter(isTool)
  const parts = [
    text('Prompt', 0.35, promptText(turn.prompt.content)),
    list('Commands run', 0.3, commandsOf(tools)),
    list('Files changed', 0.4, filesOf(tools)),
    text('Answer', 1, answerOf(blocks)),
  ].filter((part) => !part.isEmpty)
  const lines = [`## Turn ${turn.n} by ${quoteLine(name, DIGEST_NAME_MAX)}: ${endOf(turn)}`]
  let left = room - (lines[0]?.length ?? 0) - LEFT_OUT.length - 1
  for (const [at, { title, share, render }] of parts.entries()) {
    const part = Math.floor(at === parts.length - 1 ? left : left * share) - title.length - 3
    if (part < DIGEST_PART_LEAST) {
      lines.push(LEFT_OUT)
      break
    }
    const rendered = `${title}:\n${render(part)}`
    lines.push(rendered)
    left -= rendered.length + 1
  }
  return lines.join('\n')
}
