import { textOf } from '../content.ts'
import type { ToolCall } from '../wire.ts'

/** What a call shows as text. */
export const textsOf = ({ content = [] }: ToolCall): string =>
  content.map((part) => (part.type === 'content' ? textOf(part.content) : '')).join('')
