import { type CodeBlock, createCodeBlock } from '../code/code-block.ts'

/** A fenced block that is still open: its text goes straight to the page, no grammar looks at it. */
export interface Fence {
  readonly element: HTMLElement
  /**
   * Takes text, but not the start of a line that may become the fence's end.
   * @param source what was not taken before, and what came since
   */
  take(source: string): { taken: number; closed: boolean }
  /** The text ends here, with `rest` not taken yet. */
  finish(rest: string): void
}

const OPENING = /^( {0,3})(`{3,}|~{3,})([^\n]*)/

/** Does a fenced token's source hold the end of its fence? */
export const isFenceClosed = (raw: string): boolean => {
  const mark = OPENING.exec(raw)?.[2]
  return mark !== undefined && closing(mark).test(raw.slice(raw.indexOf('\n') + 1 || raw.length))
}

/** The start of a line of which more marks may make the fence's end. */
const MAY_END = /^ {0,3}[`~]* *$/

const closing = (mark: string): RegExp => new RegExp(`^ {0,3}${mark}[~\`]*[ ]*$`, 'm')

/** @param source from the fence's mark to the end of a line */
export const openFence = (source: string): Fence => {
  const [first = '', indent = '', mark = '', info = ''] = OPENING.exec(source) ?? []
  const end = closing(mark)
  const block: CodeBlock = createCodeBlock(info)
  /** Is a line on the page of which the rest is still to come? */
  let within = false

  const dedent = (lines: string): string =>
    indent === '' ? lines : lines.replace(new RegExp(`^ {1,${indent.length}}`, 'gm'), '')

  const fence: Fence = {
    element: block.element,
    take: (source) => {
      let start = 0
      if (within) {
        start = source.indexOf('\n') + 1
        within = start === 0
        block.append(within ? source : source.slice(0, start))
        if (within) return { taken: source.length, closed: false }
      }
      const text = source.slice(start)
      const found = end.exec(text)
      // The end counts once its line is whole: more marks or words may still follow.
      const after = found === null ? -1 : text.indexOf('\n', found.index)
      if (found !== null && after >= 0) {
        block.append(dedent(text.slice(0, found.index)))
        return { taken: start + after + 1, closed: true }
      }
      const lines = text.lastIndexOf('\n') + 1
      within = lines < text.length && !MAY_END.test(text.slice(lines))
      const taken = within ? text.length : lines
      block.append(dedent(text.slice(0, taken)))
      return { taken: start + taken, closed: false }
    },
    finish: (rest) => {
      if (!end.test(rest)) block.append(dedent(rest))
    },
  }
  const rest = source.slice(first.length + 1)
  if (rest !== '') fence.take(rest)
  return fence
}
