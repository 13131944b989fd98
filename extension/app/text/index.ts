export { DiffView } from './diff/DiffView.tsx'
export {
  type Diff,
  type DiffFile,
  type DiffHunk,
  type DiffLine,
  type FileChange,
  parseDiff,
} from './diff/parse.ts'
export { ExactText } from './exact/ExactText.tsx'
export { Folded } from './exact/Folded.tsx'
export { Markdown } from './markdown/Markdown.tsx'
export { createMarkdown, type MarkdownStream } from './markdown/stream.ts'
