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
