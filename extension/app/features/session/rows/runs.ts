import type { Block } from '@hearth/shared/session'

type Tool = Extract<Block, { type: 'tool' }>

/** A turn's finished and open blocks. */
interface Blocks {
  readonly blocks: readonly Block[]
  readonly open: readonly Block[]
}

/** All blocks of a turn in the order of their numbers, finished and open. */
export const blocksOf = ({ blocks, open }: Blocks): readonly Block[] => {
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
