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

/** Does the block fold together with its like? Reads and searches do, unless something is wrong with them; a sub-agent's show inside its own card. */
export const foldsTogether = (block: Block): block is Tool =>
  block.type === 'tool' &&
  block.parent === null &&
  (block.kind === 'read' || block.kind === 'search') &&
  block.status !== 'failed' &&
  block.status !== 'unfinished'

/** The calls of a turn's sub-agents: tools that other tools of the same turn began. Keyed by the parent's call. */
export const childrenOf = (blocks: readonly Block[]): ReadonlyMap<string, readonly Tool[]> => {
  const tools = blocks.filter((block) => block.type === 'tool')
  if (tools.every(({ parent }) => parent === null)) return NO_CHILDREN
  const calls = new Set(tools.map(({ call }) => call))
  const children = new Map<string, Tool[]>()
  for (const tool of tools) {
    const { parent } = tool
    if (parent === null || parent === tool.call || !calls.has(parent)) continue
    children.set(parent, [...(children.get(parent) ?? []), tool])
  }
  return children
}

const NO_CHILDREN: ReadonlyMap<string, readonly Tool[]> = new Map()

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
