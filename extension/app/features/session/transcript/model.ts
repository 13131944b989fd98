import type { OutboxEntry } from '@hearth/shared/link'
import type { Block, SessionState, Turn } from '@hearth/shared/session'
import { type Accessor, createMemo, untrack } from 'solid-js'
import { reuseRows } from '../rows/change.ts'
import type { Row } from '../rows/row.ts'
import { rowsOf, shapeOf, type Waiting, waitingOf } from '../rows/rows.ts'
import { blocksOf, childrenOf, runFrom } from '../rows/runs.ts'
import type { ToolBlock } from '../tools/input.ts'

/** A turn without what streams. */
export type TurnHead = Omit<Turn, 'blocks' | 'open'>

/** A session's state cut so that whoever reads a part hears only of that part. A delta reaches `block` of its block. */
export interface TranscriptModel {
  readonly rows: Accessor<readonly Row[]>
  readonly waiting: Accessor<Waiting>
  /** Turns that have ended, as far as they are loaded. */
  readonly settled: Accessor<readonly Turn[]>
  /** Every turn that waits or steers, in the order in which they will run. */
  readonly queue: Accessor<readonly Turn[]>
  /** The turn that goes on, without its text. */
  readonly current: Accessor<TurnHead | null>
  /** Agents of the loaded turns: who did something need only be said where there are several. */
  readonly agents: Accessor<readonly string[]>
  turn(n: number): TurnHead | undefined
  block(turn: number, n: number): Block | undefined
  /** May the block still grow? */
  isOpen(turn: number, n: number): boolean
  /** Reads and searches from block `n` on. */
  run(turn: number, n: number): readonly ToolBlock[]
  /** All blocks of a turn that runs or has ended, in order. */
  blocks(turn: number): readonly Block[]
  /** The tool call `call` of a turn. */
  toolOf(turn: number, call: string): ToolBlock | undefined
  /** What the sub-agent of a call has called, in order. */
  children(turn: number, call: string): readonly ToolBlock[]
  outgoing(prompt: string): OutboxEntry | undefined
}

const NONE: readonly never[] = []

const sameHead = (a: Turn | null, b: Turn | null): boolean => {
  if (a === b) return true
  if (a === null || b === null) return false
  const keys = Object.keys(a) as (keyof Turn)[]
  return keys.every((key) => key === 'blocks' || key === 'open' || a[key] === b[key])
}

const findNumbered = <T extends { readonly n: number }>(sorted: readonly T[], n: number): T | undefined => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const mid = (low + high) >> 1
    if ((sorted[mid]?.n ?? n) < n) low = mid + 1
    else high = mid
  }
  return sorted[low]?.n === n ? sorted[low] : undefined
}

/** Are the open blocks the same but for text that grew? */
const sameShape = (a: readonly Block[], b: readonly Block[]): boolean =>
  a.length === b.length &&
  a.every((block, i) => {
    const other = b[i]
    return block === other || (block.type !== 'tool' && block.type === other?.type && block.n === other.n)
  })

const sameWaiting = (a: Waiting, b: Waiting): boolean =>
  a.queued.length === b.queued.length &&
  a.outgoing.length === b.outgoing.length &&
  a.queued.every((turn, i) => turn === b.queued[i]) &&
  a.outgoing.every((entry, i) => entry === b.outgoing[i])

/** Cuts a session's state. `outbox`: its prompts that the host has not admitted. Belongs to the owner around the call. */
export const createModel = (
  state: Accessor<SessionState | null>,
  outbox: Accessor<readonly OutboxEntry[]>,
): TranscriptModel => {
  const settled = createMemo(() => state()?.settled ?? NONE)
  const queued = createMemo(() => state()?.queued ?? NONE)
  const notices = createMemo(() => state()?.notices ?? NONE)
  const current = createMemo<Turn | null>(() => state()?.current ?? null, null, { equals: sameHead })
  const blocks = createMemo(() => state()?.current?.blocks ?? NONE)
  const open = createMemo(() => state()?.current?.open ?? NONE)
  const openShape = createMemo<readonly Block[]>(() => open(), NONE, { equals: sameShape })
  const shape = createMemo(() => {
    const now = state()
    return now === null ? null : shapeOf(now)
  })
  const currentAgent = createMemo(() => current()?.agent)
  const agents = createMemo<readonly string[]>(
    () => [...new Set([...settled().map(({ agent }) => agent), ...[currentAgent() ?? []].flat()])],
    NONE,
    { equals: (a, b) => a.length === b.length && a.every((agent, i) => agent === b[i]) },
  )
  const rows = createMemo<readonly Row[]>((before) => {
    settled()
    notices()
    blocks()
    shape()
    const waiting = outbox()
    const now = untrack(state)
    return now === null ? NONE : reuseRows(before, rowsOf(now, waiting))
  }, NONE)
  const waiting = createMemo<Waiting>(
    () => {
      current()
      queued()
      const entries = outbox()
      const now = untrack(state)
      return now === null ? { queued: NONE, outgoing: entries } : waitingOf(now, entries)
    },
    { queued: NONE, outgoing: NONE },
    { equals: sameWaiting },
  )
  const allOf = (turn: number): readonly Block[] =>
    findNumbered(settled(), turn)?.blocks ??
    (current()?.n === turn ? blocksOf({ blocks: blocks(), open: openShape() }) : NONE)
  return {
    rows,
    waiting,
    settled,
    queue: queued,
    current,
    agents,
    turn: (n) =>
      findNumbered(settled(), n) ??
      (current()?.n === n ? (current() ?? undefined) : queued().find((turn) => turn.n === n)),
    block(turn, n) {
      const ended = findNumbered(settled(), turn)
      if (ended !== undefined) return findNumbered(ended.blocks, n)
      if (current()?.n !== turn) return undefined
      return findNumbered(blocks(), n) ?? findNumbered(open(), n)
    },
    isOpen: (turn, n) =>
      current()?.n === turn &&
      findNumbered(blocks(), n) === undefined &&
      findNumbered(open(), n) !== undefined,
    run(turn, n) {
      const ended = findNumbered(settled(), turn)
      if (ended !== undefined) return runFrom(ended.blocks, n)
      return current()?.n === turn ? runFrom(blocksOf({ blocks: blocks(), open: openShape() }), n) : NONE
    },
    blocks: allOf,
    toolOf: (turn, call) =>
      allOf(turn).find((block): block is ToolBlock => block.type === 'tool' && block.call === call),
    children: (turn, call) => childrenOf(allOf(turn)).get(call) ?? NONE,
    outgoing: (prompt) => outbox().find(({ id }) => id === prompt),
  }
}
