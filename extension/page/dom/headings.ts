import { seenLine } from './characters.ts'
import { copySeen } from './copy.ts'
import { attributeOf, isRendered, nameOf } from './node.ts'

const HEADINGS = 'h1, h2, h3, h4, h5, h6, [role="heading"]'
/** Headings looked at before a place: the longest pages have some hundred. */
const MOST = 2_000
/** Of one heading: a line. */
const WORDS = 120

const levelOf = (heading: Element): number =>
  Number(/^h([1-6])$/.exec(nameOf(heading))?.[1] ?? attributeOf(heading, 'aria-level') ?? 2)

/** What can be seen of an element, in one line. */
export const seenWords = (view: Window & typeof globalThis, element: Element): string =>
  seenLine(copySeen(view, { root: element }).document.body.textContent)

/** Headings above a place in a page, the widest first. */
export const headingsAbove = (view: Window & typeof globalThis, node: Node): string[] => {
  const all = [...Document.prototype.querySelectorAll.call(view.document, HEADINGS)].slice(0, MOST)
  const found: string[] = []
  let level = Number.POSITIVE_INFINITY
  for (const heading of all.reverse()) {
    const place = Node.prototype.compareDocumentPosition.call(heading, node)
    if ((place & Node.DOCUMENT_POSITION_FOLLOWING) === 0 || levelOf(heading) >= level) continue
    if (!isRendered(heading)) continue
    const words = seenWords(view, heading).slice(0, WORDS)
    if (words === '') continue
    level = levelOf(heading)
    found.unshift(words)
  }
  return found
}
