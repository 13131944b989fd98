import { TEXT_LIMITS } from '../limits.ts'
import type { DiffLine } from './parse.ts'

/** A part of a line: marked where it differs from its partner. */
export interface Part {
  readonly text: string
  readonly changed: boolean
}

const tokens = (line: string): string[] => line.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? []

/** For each token of both sides: does it belong to their longest common subsequence? */
const common = (left: readonly string[], right: readonly string[]): [boolean[], boolean[]] => {
  const width = right.length + 1
  const best = new Uint16Array((left.length + 1) * width)
  const at = (i: number, j: number): number => best[i * width + j] ?? 0
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      best[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const inLeft: boolean[] = left.map(() => false)
  const inRight: boolean[] = right.map(() => false)
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) {
      inLeft[i++] = true
      inRight[j++] = true
    } else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return [inLeft, inRight]
}

const parts = (all: readonly string[], kept: readonly boolean[]): Part[] => {
  const found: { text: string; changed: boolean }[] = []
  all.forEach((text, n) => {
    const changed = kept[n] !== true
    const last = found.at(-1)
    if (last?.changed === changed) last.text += text
    else found.push({ text, changed })
  })
  return found
}

/**
 * The words that differ between a removed line and the added one in its place. Null when the lines are too long to
 * compare, or share so little that marks would only be noise.
 */
export const wordMarks = (removed: string, added: string): [Part[], Part[]] | null => {
  if (removed.length + added.length > TEXT_LIMITS.wordMarkChars.value) return null
  const left = tokens(removed)
  const right = tokens(added)
  const [inLeft, inRight] = common(left, right)
  const shared = left.filter((token, n) => inLeft[n] && token.trim() !== '').join('').length
  const least = Math.min(removed.replace(/\s/g, '').length, added.replace(/\s/g, '').length)
  if (least === 0 || shared < least / 3) return null
  return [parts(left, inLeft), parts(right, inRight)]
}

/** Pairs the lines of each run of removals with those of the additions right after it, in order. */
export const pairLines = (lines: readonly DiffLine[]): Map<DiffLine, readonly Part[]> => {
  const marked = new Map<DiffLine, readonly Part[]>()
  for (let n = 0; n < lines.length; ) {
    const removed: DiffLine[] = []
    const added: DiffLine[] = []
    for (; lines[n]?.kind === 'removed'; n++) removed.push(lines[n] as DiffLine)
    for (; lines[n]?.kind === 'added'; n++) added.push(lines[n] as DiffLine)
    if (removed.length === 0 && added.length === 0) n++
    removed.forEach((before, k) => {
      const after = added[k]
      const marks = after === undefined ? null : wordMarks(before.text, after.text)
      if (after === undefined || marks === null) return
      marked.set(before, marks[0])
      marked.set(after, marks[1])
    })
  }
  return marked
}
