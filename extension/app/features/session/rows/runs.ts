import type { Block, Turn } from '@hearth/shared/session'

type Tool = Extract<Block, { type: 'tool' }>

/** All blocks of a turn in the order of their numbers, finished and open. */
export const blocksOf = (turn: Pick<Turn, 'blocks' | 'open'>): readonly Block[] => {
  const { blocks, open } = turn
  if (open.length === 0) return blocks
  return [...blocks, ...open].sort((a, b) => a.n - b.n)
}

/** Does the block fold together with its like? Reads and searches do, unless something is wrong with them. */
export const foldsTogether = (block: Block): block is Tool =>
  block.type === 'tool' &&
  (block.kind === 'read' || block.kind === 'search') &&
  block.status !== 'failed' &&
  block.status !== 'unfinished'

/** The reads and searches that follow one another from block `n` on. */
export const runFrom = (blocks: readonly Block[], n: number): readonly Tool[] => {
  const run: Tool[] = []
  for (const block of blocks) {
    if (block.n < n) continue
    if (!foldsTogether(block)) break
    run.push(block)
  }
  return run
}
