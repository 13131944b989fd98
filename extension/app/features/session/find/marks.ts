import type { Finder } from '@hearth/shared/session'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'

/** Names under which style sheets know what was found, and the one of them that is shown. */
const ALL = 'hearth-found'
const HERE = 'hearth-found-here'

/** Elements that begin a line of their own: words do not go on over their edges. */
const APART = 'p, li, pre, td, th, h1, h2, h3, h4, h5, h6, summary, div, button, article, blockquote'

/** All text that is seen in an element, and where each piece of it begins. */
const textOf = (row: Element): { text: string; nodes: { node: Text; start: number }[] } => {
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT)
  const nodes: { node: Text; start: number }[] = []
  let text = ''
  let edge: Element | null | undefined
  for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) {
    const parent = node.parentElement
    if (parent === null || parent.closest('.hidden-text, [aria-hidden="true"], [popover]') !== null) continue
    const around = parent.closest(APART)
    if (edge !== undefined && around !== edge) text += '\n'
    edge = around
    nodes.push({ node, start: text.length })
    text += node.data
  }
  return { text, nodes }
}

/** Ranges of the page for what a finder finds in one row. */
export const rangesIn = (row: Element, finder: Finder): Range[] => {
  const { text, nodes } = textOf(row)
  const place = (at: number, isEnd: boolean): { node: Text; offset: number } | undefined => {
    const found = nodes.findLast(({ start }) => (isEnd ? start < at : start <= at))
    return found && { node: found.node, offset: Math.min(at - found.start, found.node.length) }
  }
  return finder.ranges(text, SESSION_SCREEN_LIMITS.marks.value).flatMap(({ start, end }) => {
    const [from, to] = [place(start, false), place(end, true)]
    if (from === undefined || to === undefined) return []
    const range = document.createRange()
    range.setStart(from.node, from.offset)
    range.setEnd(to.node, to.offset)
    return [range]
  })
}

/**
 * Marks what a finder finds in the rows that are drawn, and goes on while others come into sight. `shown` gives the
 * key of the row whose finds stand out. Nothing in the page is changed; a browser without highlights shows none.
 * @returns what ends it
 */
export const markFinds = (
  root: Element,
  finder: Finder,
  shown: () => string | null,
): { again(): void; end(): void } => {
  if (typeof CSS === 'undefined' || !('highlights' in CSS))
    return { again: () => undefined, end: () => undefined }
  let frame: number | undefined
  const mark = (): void => {
    frame = undefined
    const all = new Highlight()
    const here = new Highlight()
    for (const row of root.querySelectorAll('[data-key]')) {
      const into = row.getAttribute('data-key') === shown() ? here : all
      for (const range of rangesIn(row, finder)) into.add(range)
    }
    CSS.highlights.set(ALL, all)
    CSS.highlights.set(HERE, here)
  }
  const again = (): void => {
    frame ??= requestAnimationFrame(mark)
  }
  const observer = new MutationObserver(again)
  observer.observe(root, { childList: true, subtree: true, characterData: true })
  again()
  return {
    again,
    end() {
      observer.disconnect()
      if (frame !== undefined) cancelAnimationFrame(frame)
      CSS.highlights.delete(ALL)
      CSS.highlights.delete(HERE)
    },
  }
}
