import type { EventBody } from './event.ts'
import { SESSION_LIMITS } from './limits.ts'
import { dropNumbered, findNumbered, putNumbered } from './sorted.ts'
import type { Block, Turn } from './state.ts'

type TextBlock = Extract<Block, { type: 'message' | 'thought' }>
type ToolBlock = Extract<Block, { type: 'tool' }>
type Text = Extract<EventBody, { type: 'text' }>
type Tool = Extract<EventBody, { type: 'tool' }>
type Raw = Extract<EventBody, { type: 'raw' }>

const isText = (block: Block): block is TextBlock => block.type === 'message' || block.type === 'thought'
const isFinished = (tool: ToolBlock): boolean => tool.status !== 'pending' && tool.status !== 'in_progress'

/** Moves the open blocks that `closes` picks to the finished ones. */
const close = (turn: Turn, closes: (block: Block) => boolean): Turn => {
  const closing = turn.open.filter(closes)
  if (closing.length === 0) return turn
  return {
    ...turn,
    open: turn.open.filter((block) => !closes(block)),
    blocks: closing.reduce<Block[]>(putNumbered, turn.blocks),
  }
}

const withOpen = (turn: Turn, block: Block): Turn => ({ ...turn, open: putNumbered(turn.open, block) })

/** A finished block grows again: it opens, and where too many would be open the first of them closes. */
const reopen = (turn: Turn, block: Block): Turn => {
  const texts = turn.open.filter(isText)
  const first = texts.length < SESSION_LIMITS.openTextBlocks.value ? undefined : texts[0]
  const room = isText(block) && first ? close(turn, (other) => other === first) : turn
  return withOpen({ ...room, blocks: dropNumbered(room.blocks, block.n) }, block)
}

/** Appends text. A new block ends the texts before it; a number that stands for no text is ignored. */
export const appendText = (turn: Turn, event: Text): Turn => {
  const open = findNumbered(turn.open, event.block)
  if (open) return isText(open) ? withOpen(turn, { ...open, text: open.text + event.text }) : turn
  const closed = findNumbered(turn.blocks, event.block)
  if (closed) return isText(closed) ? reopen(turn, { ...closed, text: closed.text + event.text }) : turn
  return withOpen(close(turn, isText), { type: event.kind, n: event.block, text: event.text })
}

const newTool = (event: Tool): ToolBlock => ({
  type: 'tool',
  n: event.block,
  call: event.call,
  parent: event.parent ?? null,
  title: event.title ?? event.call,
  kind: event.kind ?? 'other',
  status: event.status ?? 'pending',
  input: event.input ?? null,
  content: event.content ?? [],
  locations: event.locations ?? [],
  startedAt: event.at,
  updatedAt: event.at,
})

const changedTool = (tool: ToolBlock, event: Tool): ToolBlock => ({
  ...tool,
  parent: event.parent ?? tool.parent,
  title: event.title ?? tool.title,
  kind: event.kind ?? tool.kind,
  status: event.status ?? tool.status,
  input: event.input ?? tool.input,
  content: event.content ?? tool.content,
  locations: event.locations ?? tool.locations,
  updatedAt: event.at,
})

/** Adds or changes a tool call. It stays open until it is finished, whatever comes after it. */
export const updateTool = (turn: Turn, event: Tool): Turn => {
  const known = findNumbered(turn.open, event.block) ?? findNumbered(turn.blocks, event.block)
  if (known && known.type !== 'tool') return turn
  const tool = known ? changedTool(known, event) : newTool(event)
  const room = known ? turn : close(turn, isText)
  if (!isFinished(tool)) {
    return findNumbered(room.blocks, tool.n) ? reopen(room, tool) : withOpen(room, tool)
  }
  const open = findNumbered(room.open, tool.n) ? dropNumbered(room.open, tool.n) : room.open
  return { ...room, open, blocks: putNumbered(room.blocks, tool) }
}

/** Adds what this version has no word for; a number that is taken stays as it is. */
export const addRaw = (turn: Turn, event: Raw): Turn => {
  if (findNumbered(turn.open, event.block) ?? findNumbered(turn.blocks, event.block)) return turn
  const room = close(turn, isText)
  const raw: Block = { type: 'raw', n: event.block, source: event.source, detail: event.detail }
  return { ...room, blocks: putNumbered(room.blocks, raw) }
}

/** Ends all growth. A tool that never reported its end is `unfinished`: nothing is claimed about what it did. */
export const closeAll = (turn: Turn): Turn =>
  close(
    {
      ...turn,
      open: turn.open.map((block) => (block.type === 'tool' ? { ...block, status: 'unfinished' } : block)),
    },
    () => true,
  )
