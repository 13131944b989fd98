export { DiffView } from './diff/DiffView.tsx'
export { ExactText } from './exact/ExactText.tsx'
export { Folded } from './exact/Folded.tsx'
export { Markdown } from './markdown/Markdown.tsx'
