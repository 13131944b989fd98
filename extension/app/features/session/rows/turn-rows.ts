import type { Block, Turn, TurnNotice } from '@hearth/shared/session'
import { isSettled } from '@hearth/shared/session'
import type { Row } from './row.ts'
import { blocksOf, childrenOf, foldsTogether } from './runs.ts'

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

/** Is there anything to tell of what the agent remembers? Of the session's first prompt there isn't. */
const tellsMemory = ({ n, memory, digest }: Turn): boolean =>
  digest !== null || !(memory === null || memory === 'warm' || (memory === 'new' && n === 1))

const promptRow = ({ n, prompt }: Turn): Row => ({
  type: 'prompt',
  key: `p:${prompt.id}`,
  prompt: prompt.id,
  turn: n,
})

const blockRow = (turn: number, block: Block): Row => {
  const type = foldsTogether(block) ? 'run' : 'block'
  return { type, key: `b:${turn}:${block.n}`, turn, n: block.n }
}

/**
 * Blocks in order, runs as one row, calls of sub-agents inside their parent's. A notice stands before the first tool
 * call that began after it, a prompt that joined after the block that it joined after; neither within a run.
 */
const bodyRows = (turn: Turn, joined: readonly Turn[]): Row[] => {
  const blocks = blocksOf(turn)
  const children = new Set([...childrenOf(blocks).values()].flat())
  const joins = [...joined]
  const joinsBefore = (n: number): Row[] => {
    const due = joins.findIndex((one) => (one.joined?.block ?? -1) >= n)
    const taken = joins.splice(0, due < 0 ? joins.length : due)
    return taken.flatMap((one) => [promptRow(one), ...noticeRows(one.n, one.notices)])
  }
  const rows: Row[] = []
  const notices = [...turn.notices]
  const lines = noticeRows(turn.n, notices)
  let told = 0
  let folding = false
  for (const block of blocks) {
    const folds = foldsTogether(block)
    // A run is what follows one another without anything in between, shown or not.
    if (block.type === 'tool' && children.has(block)) {
      folding = false
      continue
    }
    if (!(folds && folding)) {
      const startedAt = block.type === 'tool' ? block.startedAt : 0
      const due = notices.filter(({ at }, i) => i >= told && at <= startedAt).length
      rows.push(...lines.slice(told, told + due), ...joinsBefore(block.n), blockRow(turn.n, block))
      told += due
    }
    folding = folds
  }
  return [...rows, ...lines.slice(told), ...joinsBefore(Infinity)]
}

/** All rows of a turn, from its prompt to its end. `joined`: the turns that it took in, in that order. */
export const turnRows = (turn: Turn, joined: readonly Turn[] = []): readonly Row[] => {
  const { n } = turn
  if (wasWithdrawn(turn)) return [{ type: 'withdrawn', key: `w:${n}`, turn: n }]
  const settled = isSettled(turn.state)
  const rows: Row[] = [promptRow(turn)]
  if (tellsMemory(turn)) rows.push({ type: 'memory', key: `m:${n}`, turn: n })
  rows.push(...bodyRows(turn, joined))
  if (settled && turn.plan.length > 0) rows.push({ type: 'plan', key: `l:${n}`, turn: n })
  if (turn.requests.some(({ outcome }) => outcome !== null)) {
    rows.push({ type: 'requests', key: `r:${n}`, turn: n })
  }
  if (settled) rows.push({ type: 'end', key: `e:${n}`, turn: n })
  else if (turn.state !== 'queued' && turn.state !== 'steering')
    rows.push({ type: 'activity', key: `a:${n}`, turn: n })
  return rows
}
