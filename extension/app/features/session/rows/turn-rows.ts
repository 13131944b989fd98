import type { Block, Turn, TurnNotice } from '@hearth/shared/session'
import { isSettled } from '@hearth/shared/session'
import type { Row } from './row.ts'
import { blocksOf, foldsTogether } from './runs.ts'

/** Rows of notices. Two of the same moment are told apart by a count. */
export const noticeRows = (turn: number, notices: readonly TurnNotice[]): Row[] => {
  const seen = new Map<number, number>()
  return notices.map((notice) => {
    const nth = seen.get(notice.at) ?? 0
    seen.set(notice.at, nth + 1)
    return { type: 'notice', key: `n:${turn}:${notice.at}:${nth}`, notice }
  })
}

/** Was the prompt taken back while it was queued? Then nothing else is to be told of the turn. */
export const wasWithdrawn = (turn: Turn): boolean =>
  turn.state === 'cancelled' && turn.startedAt === null && turn.blocks.length === 0

const blockRow = (turn: number, block: Block): Row => {
  const type = foldsTogether(block) ? 'run' : 'block'
  return { type, key: `b:${turn}:${block.n}`, turn, n: block.n }
}

/** Blocks in order, runs as one row. A notice stands before the first tool call that began after it; never in a run. */
const bodyRows = (turn: Turn): Row[] => {
  const rows: Row[] = []
  const notices = [...turn.notices]
  const lines = noticeRows(turn.n, notices)
  let told = 0
  let folding = false
  for (const block of blocksOf(turn)) {
    const folds = foldsTogether(block)
    if (!(folds && folding)) {
      const startedAt = block.type === 'tool' ? block.startedAt : 0
      const due = notices.filter(({ at }, i) => i >= told && at <= startedAt).length
      rows.push(...lines.slice(told, told + due), blockRow(turn.n, block))
      told += due
    }
    folding = folds
  }
  return [...rows, ...lines.slice(told)]
}

/** All rows of a turn, from its prompt to its end. */
export const turnRows = (turn: Turn): readonly Row[] => {
  const { n } = turn
  if (wasWithdrawn(turn)) return [{ type: 'withdrawn', key: `w:${n}`, turn: n }]
  const settled = isSettled(turn.state)
  const rows: Row[] = [{ type: 'prompt', key: `p:${turn.prompt.id}`, prompt: turn.prompt.id, turn: n }]
  rows.push(...bodyRows(turn))
  if (settled && turn.plan.length > 0) rows.push({ type: 'plan', key: `l:${n}`, turn: n })
  if (turn.requests.some(({ outcome }) => outcome !== null)) {
    rows.push({ type: 'requests', key: `r:${n}`, turn: n })
  }
  if (settled) rows.push({ type: 'end', key: `e:${n}`, turn: n })
  else if (turn.state !== 'queued') rows.push({ type: 'activity', key: `a:${n}`, turn: n })
  return rows
}
