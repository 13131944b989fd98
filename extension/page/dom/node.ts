/**
 * A page's names for its elements hide what elements can do: in a form, a field called `firstChild` stands for its
 * first child. So everything is read past the element itself.
 */
const getter = <R>(prototype: () => object, name: string): ((of: Node) => R) => {
  let found: ((this: Node) => R) | undefined
  return (of) => {
    let from: object | null = found === undefined ? prototype() : null
    while (from !== null && found === undefined) {
      found = Object.getOwnPropertyDescriptor(from, name)?.get as typeof found
      from = Object.getPrototypeOf(from)
    }
    if (found === undefined) throw new Error(`no ${name}`)
    return found.call(of)
  }
}

// Looked up at the first use: what builds the extension loads this where there are no documents.
const readers = {
  firstChild: getter<Node | null>(() => Node.prototype, 'firstChild'),
  nextSibling: getter<Node | null>(() => Node.prototype, 'nextSibling'),
  parentNode: getter<Node | null>(() => Node.prototype, 'parentNode'),
  nodeType: getter<number>(() => Node.prototype, 'nodeType'),
  localName: getter<string>(() => Element.prototype, 'localName'),
  shadowRoot: getter<ShadowRoot | null>(() => Element.prototype, 'shadowRoot'),
  documentElement: getter<HTMLElement | null>(() => Document.prototype, 'documentElement'),
  body: getter<HTMLElement | null>(() => Document.prototype, 'body'),
  title: getter<string>(() => Document.prototype, 'title'),
}

const firstChild = (node: Node): Node | null => readers.firstChild(node)
const nextSibling = (node: Node): Node | null => readers.nextSibling(node)
export const parentOf = (node: Node): Node | null => readers.parentNode(node)
export const nameOf = (element: Element): string => readers.localName(element)
export const rootOf = (document: Document): HTMLElement | null => readers.documentElement(document)
export const bodyOf = (document: Document): HTMLElement | null => readers.body(document)
export const titleOf = (document: Document): string => readers.title(document)

export const isElement = (node: Node): node is Element => readers.nodeType(node) === Node.ELEMENT_NODE
export const isText = (node: Node): node is Text => {
  const type = readers.nodeType(node)
  return type === Node.TEXT_NODE || type === Node.CDATA_SECTION_NODE
}

export const attributeOf = (element: Element, name: string): string | null =>
  Element.prototype.getAttribute.call(element, name)
export const boxOf = (element: Element): DOMRect => Element.prototype.getBoundingClientRect.call(element)
export const rootNodeOf = (node: Node): Node => Node.prototype.getRootNode.call(node)
export const contains = (node: Node, other: Node): boolean => Node.prototype.contains.call(node, other)

/** Does it have a box, here and in what is folded around it? */
export const isRendered = (element: Element): boolean =>
  Element.prototype.checkVisibility.call(element, { opacityProperty: true })

/** The nearest element at or above a node, within its tree. */
export const elementOf = (node: Node): Element | null => {
  let at: Node | null = node
  while (at !== null && !isElement(at)) at = parentOf(at)
  return at
}

interface Browser {
  readonly dom?: { openOrClosedShadowRoot?(element: Element): ShadowRoot | null }
}
interface Opened {
  openOrClosedShadowRoot?: ShadowRoot | null
}

/** What an element shows instead of its children; also what its page keeps closed, for it is on the screen. */
export const shadowOf = (element: Element): ShadowRoot | null => {
  const { chrome } = globalThis as { chrome?: Browser }
  try {
    const open = chrome?.dom?.openOrClosedShadowRoot
    if (open !== undefined && element instanceof HTMLElement) return open(element)
    return (element as Opened).openOrClosedShadowRoot ?? readers.shadowRoot(element)
  } catch {
    // Elements that can't have one are refused.
    return null
  }
}

/** What is shown inside of an element, in order. */
export const shownInside = (element: Element): readonly Node[] => {
  const shadow = shadowOf(element)
  if (shadow !== null) return childrenOf(shadow)
  // Folded in: its own text has a place all the same.
  if (nameOf(element) === 'details' && attributeOf(element, 'open') === null)
    return childrenOf(element).filter((node) => isElement(node) && nameOf(node) === 'summary')
  if (nameOf(element) === 'slot' && element instanceof HTMLSlotElement) {
    const assigned = HTMLSlotElement.prototype.assignedNodes.call(element, { flatten: true })
    if (assigned.length > 0) return assigned
  }
  return childrenOf(element)
}

const childrenOf = (parent: Node): Node[] => {
  const found: Node[] = []
  for (let node = firstChild(parent); node !== null; node = nextSibling(node)) found.push(node)
  return found
}
