import type { ToolContent } from '@hearth/shared/session'

export interface DiffStat {
  readonly added: number
  readonly removed: number
}

/** Lines that the diffs of a tool's content add and remove; null when it has none. */
export const diffStat = (content: readonly ToolContent[]): DiffStat | null => {
  let stat: DiffStat | null = null
  for (const part of content) {
    if (part.type === 'diff') stat = withDiff(stat ?? { added: 0, removed: 0 }, part.diff)
  }
  return stat
}

const withDiff = (stat: DiffStat, diff: string): DiffStat => {
  let { added, removed } = stat
  let inHunk = false
  for (const line of diff.split('\n')) {
    if (line.startsWith('@@')) inHunk = true
    else if (line.startsWith('diff ') || line.startsWith('Index: ')) inHunk = false
    else if (inHunk && line.startsWith('+')) added += 1
    else if (inHunk && line.startsWith('-')) removed += 1
  }
  return { added, removed }
}
