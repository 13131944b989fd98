import type { Block } from '@hearth/shared/session'
import type { Row } from '../rows/row.ts'
import type { ToolBlock } from '../tools/input.ts'
import type { TranscriptModel } from './model.ts'

/** A place in a session: a turn, and within it a block; null: its prompt, or as much of it as is shown. */
export interface Place {
  readonly turn: number
  readonly block: number | null
}

const turnOf = (row: Row): number | null => ('turn' in row ? row.turn : null)

/** The tool call in whose card a call shows: its own, or that of the outermost agent that began it. */
const cardOf = (tool: ToolBlock, model: TranscriptModel, turn: number): readonly ToolBlock[] => {
  const cards = [tool]
  for (let at = tool; at.parent !== null && cards.length < MAX_DEPTH; ) {
    const parent = model.toolOf(turn, at.parent)
    if (parent === undefined || parent === at) break
    cards.push(parent)
    at = parent
  }
  return cards
}

/** Sub-agents within sub-agents that are followed up. */
const MAX_DEPTH = 8

/** Where a place is drawn: the row, and the folds that have to be open for it to be seen. */
export interface Drawn {
  /** -1: not among these rows. */
  readonly row: number
  readonly folds: readonly string[]
}

/** Finds the row of a place. A turn that is no row of its own stands where its prompt does. */
export const drawnAt = (rows: readonly Row[], model: TranscriptModel, place: Place): Drawn => {
  const { turn } = place
  const block = place.block === null ? undefined : model.block(turn, place.block)
  const first = rows.findIndex((row) => turnOf(row) === turn)
  if (block === undefined) return { row: first, folds: [] }
  const cards = block.type === 'tool' ? cardOf(block, model, turn) : []
  const n = cards.at(-1)?.n ?? block.n
  const row = rows.findLastIndex(
    (one) => (one.type === 'block' || one.type === 'run') && one.turn === turn && one.n <= n,
  )
  const found = rows[row]
  if (found === undefined) return { row: first, folds: [] }
  return { row, folds: [...runFold(found, turn), ...blockFolds(block, cards, turn)] }
}

const runFold = (row: Row, turn: number): string[] => (row.type === 'run' ? [`run:${turn}:${row.n}`] : [])

const blockFolds = (block: Block, cards: readonly ToolBlock[], turn: number): string[] =>
  block.type === 'message' ? [] : (cards.length > 0 ? cards : [block]).map(({ n }) => `b:${turn}:${n}`)

/** The next row with a prompt before (-1) or behind (1) row `at`; -1 when there is none. */
export const promptFrom = (rows: readonly Row[], at: number, step: 1 | -1): number => {
  for (let i = at + step; i >= 0 && i < rows.length; i += step) if (rows[i]?.type === 'prompt') return i
  return -1
}

/** The last of `count` rows for which `isAbove` holds, which holds for all before one for which it does; 0 for none. */
export const rowAt = (count: number, isAbove: (index: number) => boolean): number => {
  let low = 0
  let high = count - 1
  while (low < high) {
    const mid = Math.ceil((low + high) / 2)
    if (isAbove(mid)) low = mid
    else high = mid - 1
  }
  return low
}
