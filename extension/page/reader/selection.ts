import { seenText } from '../dom/characters.ts'
import { copySeen } from '../dom/copy.ts'
import { textFragment } from '../dom/fragment.ts'
import { headingsAbove } from '../dom/headings.ts'
import { markdownOf } from '../dom/markdown.ts'
import { contains, elementOf, nameOf, parentOf, rootNodeOf, shadowOf } from '../dom/node.ts'
import { PAGE_LIMITS } from '../limits.ts'
import type { Reading } from './reading.ts'
import { nothing, whereOf, within } from './text.ts'

type View = Window & typeof globalThis

/** Blocks that say what a selection inside of them is about. */
const PASSAGES = new Set(
  'p li dd pre td th tr blockquote figure h1 h2 h3 h4 h5 h6 section article main'.split(' '),
)
/** Lists and tables keep what they are when only some of them is taken. */
const WHOLES = new Set('li tr td th dd dt code'.split(' '))

const passageOf = (node: Node): Element | null => {
  let at = elementOf(node)
  while (at !== null && !PASSAGES.has(nameOf(at))) at = elementOf(parentOf(at) ?? at.ownerDocument) ?? null
  return at
}

/** What is selected, also inside of what an element shows instead of its children. */
const rangeOf = (view: View): Range | null => {
  const selection = Document.prototype.getSelection.call(view.document)
  if (selection === null || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  if (!range.collapsed && selection.toString().trim() !== '' && !isHost(range)) return range
  const shadow = shadowIn(range)
  if (shadow === null || selection.getComposedRanges === undefined) return range.collapsed ? null : range
  const [inner] = selection.getComposedRanges({ shadowRoots: [shadow] })
  if (inner === undefined || inner.collapsed) return null
  const found = view.document.createRange()
  found.setStart(inner.startContainer, inner.startOffset)
  found.setEnd(inner.endContainer, inner.endOffset)
  return found.collapsed ? null : found
}

const isHost = (range: Range): boolean =>
  range.startContainer === range.endContainer && shadowIn(range) !== null

/** The innermost tree that a selection seems to begin in, seen from outside. */
const shadowIn = (range: Range): ShadowRoot | null => {
  const { startContainer, startOffset } = range
  const node = startContainer.childNodes[startOffset] ?? startContainer
  let element = elementOf(node)
  let found: ShadowRoot | null = null
  while (element !== null) {
    const shadow = shadowOf(element)
    if (shadow === null) break
    found = shadow
    element = shadow.activeElement
  }
  return found
}

const sliceOf =
  (range: Range) =>
  (text: Text): string => {
    const start = text === range.startContainer ? range.startOffset : 0
    const end = text === range.endContainer ? range.endOffset : text.data.length
    return text.data.slice(start, end)
  }

const touchesOf = (range: Range) => {
  const tree = rootNodeOf(range.startContainer)
  // What an element shows instead of its children is touched with it.
  return (node: Node): boolean => rootNodeOf(node) !== tree || range.intersectsNode(node)
}

const rootFor = (range: Range): Element | null => {
  let root = elementOf(range.commonAncestorContainer) ?? elementOf(range.startContainer)
  while (root !== null && WHOLES.has(nameOf(root))) {
    const above = parentOf(root)
    if (above === null || elementOf(above) === null) break
    root = elementOf(above)
  }
  return root
}

const typedSelection = (view: View): string => {
  const field = view.document.activeElement
  const isText =
    field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type !== 'password')
  if (!isText) return ''
  return seenText(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0))
}

/** What is selected as Markdown, under the headings above it, with the passage that it stands in. */
export const readSelection = (view: View): Reading => {
  const typed = typedSelection(view)
  const range = typed === '' ? rangeOf(view) : null
  const root = range === null ? null : rootFor(range)
  if (typed === '' && (range === null || root === null)) return nothing('empty')
  if (range === null || root === null) return textReading(view, typed, typed, '')
  const { document: copy, cut } = copySeen(view, { root, touches: touchesOf(range), slice: sliceOf(range) })
  const body = markdownOf(copy.body)
  if (body === '') return nothing('empty')
  const quote = plainOf(copy.body)
  const path = headingsAbove(view, hostOf(range.startContainer))
  const passage = aroundOf(view, range, quote)
  const above = path.length === 0 ? '' : `Under: ${path.join(' › ')}\n\n`
  const around = passage === null ? '' : `\n\nThe passage around it:\n\n${passage}`
  const markdown = above + within(body, PAGE_LIMITS.pageSelection.value, cut) + around
  return textReading(view, markdown, quote, textFragment(wholeWords(view, range, root) ?? quote))
}

/** The element of the page’s own tree that a node is shown in. */
const hostOf = (node: Node): Node => {
  let at = rootNodeOf(node)
  let found = node
  while (at instanceof ShadowRoot) {
    found = at.host
    at = rootNodeOf(found)
  }
  return found
}

const aroundOf = (view: View, range: Range, quote: string): string | null => {
  const [first, last] = [passageOf(range.startContainer), passageOf(range.endContainer)]
  if (first === null || last === null) return null
  const wide = view.document.createRange()
  wide.setStartBefore(first)
  wide.setEndAfter(contains(first, last) ? first : last)
  const root = elementOf(wide.commonAncestorContainer)
  if (root === null) return null
  const { document: copy } = copySeen(view, { root, touches: touchesOf(wide) })
  // All of it was selected.
  if (plainOf(copy.body).replace(/\s+/g, '') === quote.replace(/\s+/g, '')) return null
  const text = markdownOf(copy.body)
  return text === '' || text.length > PAGE_LIMITS.pageAround.value ? null : text
}

const WORD = /[\p{L}\p{N}\p{M}_]/u

/** The selected words with those whole that were selected in part: places are found by whole words. Null if all are. */
const wholeWords = (view: View, range: Range, root: Element): string | null => {
  const wide = range.cloneRange()
  const { startContainer: first, endContainer: last } = range
  if (first instanceof view.Text) {
    let at = range.startOffset
    while (at > 0 && WORD.test(first.data.charAt(at - 1)) && WORD.test(first.data.charAt(at))) at -= 1
    wide.setStart(first, at)
  }
  if (last instanceof view.Text) {
    let at = range.endOffset
    while (at < last.data.length && WORD.test(last.data.charAt(at - 1)) && WORD.test(last.data.charAt(at)))
      at += 1
    wide.setEnd(last, at)
  }
  if (wide.startOffset === range.startOffset && wide.endOffset === range.endOffset) return null
  return plainOf(copySeen(view, { root, touches: touchesOf(wide), slice: sliceOf(wide) }).document.body)
}

/** The words alone, a line for each block. */
const plainOf = (body: Element): string =>
  markdownWords(body)
    .replace(/\n{2,}/g, '\n')
    .trim()

const markdownWords = (parent: Node): string => {
  let text = ''
  for (const node of parent.childNodes) {
    if (node.nodeType === 3) text += (node as Text).data
    else if (node.nodeType === 1) {
      const isLine =
        !/^(a|abbr|b|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|tt|u|var)$/.test(
          (node as Element).localName,
        )
      const words = markdownWords(node)
      text += isLine ? `\n${words}\n` : words
    }
  }
  return text
}

const textReading = (view: View, markdown: string, quote: string, fragment: string): Reading => {
  const where = whereOf(view, fragment)
  if (where === null) return nothing('document')
  return {
    of: 'text',
    extent: 'selection',
    ...where,
    markdown,
    quote: quote.slice(0, PAGE_LIMITS.pageQuote.value),
  }
}
