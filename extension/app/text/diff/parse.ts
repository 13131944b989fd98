/** What happened to a file of a diff. */
export type FileChange = 'changed' | 'added' | 'deleted' | 'renamed' | 'binary'

/** A line of a hunk: its kind, its text without the mark, and its numbers in the old and the new file. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
  /** Line number in the old file; null for an added line. */
  readonly old: number | null
  /** Line number in the new file; null for a removed line. */
  readonly new: number | null
  /** True when the file ends after this line without a line feed. */
  readonly noNewline: boolean
}

export interface DiffHunk {
  readonly header: string
  readonly lines: readonly DiffLine[]
}

export interface DiffFile {
  readonly change: FileChange
  /** Path before; null for a file that is new, or when the diff does not say. */
  readonly from: string | null
  /** Path after; null for a file that is gone, or when the diff does not say. */
  readonly to: string | null
  readonly hunks: readonly DiffHunk[]
  readonly added: number
  readonly removed: number
}

export interface Diff {
  readonly files: readonly DiffFile[]
  readonly added: number
  readonly removed: number
  /** False when a part was not understood: then the text is shown as it came. */
  readonly whole: boolean
}

interface OpenHunk {
  readonly header: string
  readonly lines: DiffLine[]
  old: number
  new: number
  oldLeft: number
  newLeft: number
}

interface OpenFile {
  change: FileChange
  from: string | null
  to: string | null
  readonly hunks: OpenHunk[]
}

const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/

/** A path as diffs write it: perhaps quoted with C's escapes, perhaps with a time behind a tab. */
const pathOf = (written: string, prefix: string): string | null => {
  const path = written.startsWith('"') ? unquoted(written) : (written.split('\t', 1)[0] ?? '').trimEnd()
  if (path === '/dev/null' || path === '') return null
  return path.startsWith(prefix) ? path.slice(prefix.length) : path
}

/** Git quotes the bytes of paths that are not plain: `"caf\303\251"`. */
const unquoted = (written: string): string => {
  const inner = /^"((?:[^"\\]|\\.)*)"/.exec(written)?.[1] ?? written
  const bytes: number[] = []
  const named: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, a: 7, b: 8, f: 12, v: 11 }
  for (const match of inner.matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gsu)) {
    const [, octal, quoted, plain] = match
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 0xff)
    else
      bytes.push(
        ...(named[quoted ?? ''] !== undefined
          ? [named[quoted ?? ''] ?? 0]
          : new TextEncoder().encode(quoted ?? plain ?? '')),
      )
  }
  return new TextDecoder().decode(new Uint8Array(bytes))
}

const newFile = (): OpenFile => ({ change: 'changed', from: null, to: null, hunks: [] })

/** Both paths of `diff --git a/x b/y`, where they can be told apart. */
const gitPaths = (line: string): Pick<OpenFile, 'from' | 'to'> => {
  const rest = line.slice('diff --git '.length)
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(rest)
  if (quoted) return { from: pathOf(quoted[1] ?? '', 'a/'), to: pathOf(quoted[2] ?? '', 'b/') }
  // With spaces in it the line is told apart only when both halves are the same path.
  const half = (rest.length - 1) / 2
  const [first, second] = [pathOf(rest.slice(0, half), 'a/'), pathOf(rest.slice(half + 1), 'b/')]
  return first !== null && first === second ? { from: first, to: second } : { from: null, to: null }
}

/**
 * Reads a unified diff: git's, with new, deleted, renamed and binary files, or plain `---`/`+++`, or hunks alone.
 * Total: what is not understood leaves `whole` false, and the text is to be shown as it came.
 */
export const parseDiff = (text: string): Diff => {
  const files: OpenFile[] = []
  let file: OpenFile | null = null
  let hunk: OpenHunk | null = null
  let whole = true
  const begin = (): OpenFile => {
    const begun = newFile()
    files.push(begun)
    file = begun
    hunk = null
    return begun
  }
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (const line of lines) {
    const open = hunk as OpenHunk | null
    const at = file as OpenFile | null
    if (open !== null && line.startsWith('\\')) {
      const last = open.lines.pop()
      if (last !== undefined) open.lines.push({ ...last, noNewline: true })
    } else if (open !== null && open.oldLeft + open.newLeft > 0) {
      if (!take(open, line)) {
        whole = false
        hunk = null
      }
    } else if (line.startsWith('diff --git ')) Object.assign(begin(), gitPaths(line))
    else if (line.startsWith('--- ')) {
      const target = at === null || at.hunks.length > 0 ? begin() : at
      target.from = pathOf(line.slice(4), 'a/')
    } else if (line.startsWith('+++ ') && at !== null) {
      at.to = pathOf(line.slice(4), 'b/')
      if (at.from === null && at.to !== null) at.change = 'added'
      else if (at.to === null && at.from !== null) at.change = 'deleted'
    } else if (HUNK.test(line)) {
      const [, old = '0', oldCount = '1', next = '0', newCount = '1'] = HUNK.exec(line) ?? []
      const target = at ?? begin()
      hunk = {
        header: line,
        lines: [],
        old: Number(old),
        new: Number(next),
        oldLeft: Number(oldCount),
        newLeft: Number(newCount),
      }
      target.hunks.push(hunk)
    } else if (at === null) {
      // What a tool says before the first file, such as Subversion's `Index:`, is no part of it.
      if (!/^(Index: |={3,}$|From |commit |$)/.test(line)) whole = false
    } else if (line.startsWith('new file mode')) at.change = 'added'
    else if (line.startsWith('deleted file mode')) at.change = 'deleted'
    else if (/^(rename|copy) from /.test(line)) {
      at.change = 'renamed'
      at.from = pathOf(line.replace(/^\w+ from /, ''), '')
    } else if (/^(rename|copy) to /.test(line)) at.to = pathOf(line.replace(/^\w+ to /, ''), '')
    else if (/^Binary files .* differ$/.test(line) || line === 'GIT binary patch') at.change = 'binary'
    else if (
      at.change !== 'binary' &&
      !/^(index |old mode|new mode|similarity index|dissimilarity index|Index: |={3,}$|$)/.test(line)
    )
      whole = false
  }
  const last = hunk as OpenHunk | null
  if (last !== null && last.oldLeft + last.newLeft > 0) whole = false
  if (files.length === 0 && text.trim() !== '') whole = false
  const done = files.map(close)
  return {
    files: done,
    added: done.reduce((sum, one) => sum + one.added, 0),
    removed: done.reduce((sum, one) => sum + one.removed, 0),
    whole,
  }
}

/** Takes a line into a hunk. @returns false when it does not belong there */
const take = (hunk: OpenHunk, line: string): boolean => {
  const mark = line[0]
  const text = line.slice(1)
  if (mark === '+' && hunk.newLeft > 0) {
    hunk.newLeft--
    hunk.lines.push({ kind: 'added', text, old: null, new: hunk.new++, noNewline: false })
  } else if (mark === '-' && hunk.oldLeft > 0) {
    hunk.oldLeft--
    hunk.lines.push({ kind: 'removed', text, old: hunk.old++, new: null, noNewline: false })
  } else if ((mark === ' ' || mark === undefined) && hunk.oldLeft > 0 && hunk.newLeft > 0) {
    // Editors strip the blank of an empty line.
    hunk.oldLeft--
    hunk.newLeft--
    hunk.lines.push({ kind: 'same', text, old: hunk.old++, new: hunk.new++, noNewline: false })
  } else return false
  return true
}

const close = (file: OpenFile): DiffFile => {
  const lines = file.hunks.flatMap((hunk) => hunk.lines)
  const hunks = file.hunks.map(({ header, lines }) => ({ header, lines }))
  return {
    change: file.change,
    from: file.change === 'added' ? null : file.from,
    to: file.change === 'deleted' ? null : file.to,
    hunks,
    added: lines.filter(({ kind }) => kind === 'added').length,
    removed: lines.filter(({ kind }) => kind === 'removed').length,
  }
}
