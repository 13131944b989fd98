/**
 * Where a long run of text is cut so that what stands before can be drawn for good: before the last white space at
 * which no code span, emphasis or bracket is open, else before the last white space, else at the end. Depends on the
 * run alone, so that text gives the same cuts however it arrives.
 * @returns between 1 and the run's length
 */
export const cutRun = (run: string): number => {
  let calm = 0
  let space = 0
  let code = 0
  let brackets = 0
  const open = new Set<string>()
  for (const match of run.matchAll(/\\[\s\S]|`+|[*_~]+|[[\]()]|\s+/g)) {
    const [found] = match
    const first = found[0] ?? ''
    if (first === '`') code = code === 0 ? found.length : code === found.length ? 0 : code
    else if (code > 0 && first.trim() !== '') continue
    else if (first === '[' || first === '(') brackets++
    else if (first === ']' || first === ')') brackets = Math.max(0, brackets - 1)
    else if (first === '*' || first === '_' || first === '~') {
      if (!open.delete(found)) open.add(found)
    } else if (first.trim() === '' && match.index >= run.length / 2) {
      space = match.index
      if (code === 0 && brackets === 0 && open.size === 0) calm = match.index
    }
  }
  if (calm > 0) return calm
  if (space > 0) return space
  const last = run.charCodeAt(run.length - 1)
  return last >= 0xd800 && last < 0xdc00 ? run.length - 1 : run.length
}
