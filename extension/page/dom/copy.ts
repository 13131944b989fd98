import { PAGE_LIMITS } from '../limits.ts'
import { addressFor } from './address.ts'
import { seenText } from './characters.ts'
import { attributeOf, boxOf, isElement, isText, nameOf, shownInside } from './node.ts'
import { type Eyes, OPEN_SIGHT, openEyes, type Sight } from './sight.ts'

/** What is copied of a page: all of an element, or what a selection touches of it. */
export interface CopyWish {
  readonly root: Element
  /** Is any of a node part of it? */
  touches?(node: Node): boolean
  /** The part of a text that is. */
  slice?(text: Text): string
}

/** What a person can see of an element, as a document of its own: it runs nothing and loads nothing. */
export interface Copy {
  readonly document: Document
  /** Was some of it left out, for its size? */
  readonly cut: boolean
}

/** Elements that keep their name; any other becomes a block or a piece of a line. */
const KEPT = new Set(
  'a abbr address article aside b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead time tr tt u ul var'.split(
    ' ',
  ),
)

/** What holds no words that are to be read: programs, drawings, and what people typed. */
const LEFT_OUT = new Set(
  'script style noscript template iframe frame frameset object embed applet svg canvas video audio input textarea select option optgroup datalist progress meter map head title meta link base dialog-polyfill'.split(
    ' ',
  ),
)

/** By these, and by nothing else, what reads the copy can tell what a part of a page is for. */
const ATTRIBUTES = [
  'class',
  'id',
  'role',
  'lang',
  'dir',
  'start',
  'colspan',
  'rowspan',
  'data-lang',
  'data-language',
  'itemprop',
  'datetime',
] as const

/** Longest value of an attribute that is copied. */
const VALUE = 200
/** Smaller pictures are ornaments. */
const PICTURE = 24

interface Frame {
  readonly nodes: readonly Node[]
  next: number
  readonly into: Node
  readonly sight: Sight
  readonly shown: boolean
  readonly depth: number
}

/** Copies what can be seen of an element. Bounded in nodes, levels and text; a stack of its own, for pages that are deep. */
export const copySeen = (
  view: Window & typeof globalThis,
  wish: CopyWish,
  eyes: Eyes = openEyes(view),
): Copy => {
  const copy = view.document.implementation.createHTMLDocument('')
  const state = { nodes: PAGE_LIMITS.pageNodes.value, text: PAGE_LIMITS.pageText.value * 2, cut: false }
  const stack: Frame[] = []

  const enter = (element: Element, into: Node, sight: Sight, depth: number): void => {
    const name = nameOf(element)
    if (LEFT_OUT.has(name)) return
    if (name === 'br') return void into.appendChild(copy.createElement('br'))
    const seen = eyes.into(element, sight)
    if (seen === null) return
    if (name === 'img') return copyPicture(element, into)
    const own = depth < PAGE_LIMITS.pageDepth.value ? copyElement(copy, element, name, seen.block) : null
    if (own !== null) into.appendChild(own)
    stack.push({
      nodes: shownInside(element),
      next: 0,
      into: own ?? into,
      sight: seen.sight,
      shown: seen.shown,
      depth: depth + 1,
    })
  }

  const copyPicture = (element: Element, into: Node): void => {
    const box = boxOf(element)
    const address = addressFor(attributeOf(element, 'src'), view.document.baseURI)
    if (address === null || box.width < PICTURE || box.height < PICTURE) return
    const picture = copy.createElement('img')
    picture.setAttribute('src', address)
    picture.setAttribute(
      'alt',
      seenText(attributeOf(element, 'alt') ?? '').slice(0, PAGE_LIMITS.imageWords.value),
    )
    into.appendChild(picture)
  }

  const copyText = (text: Text, { into, sight, shown }: Frame): void => {
    if (!shown) return
    const words = seenText(wish.slice?.(text) ?? text.data)
    if (words === '') return
    const blank = words.trim() === ''
    if (!blank && !eyes.sees(text, sight)) return
    state.text -= words.length
    if (state.text < 0) state.cut = true
    else into.appendChild(copy.createTextNode(words))
  }

  enter(wish.root, copy.body, OPEN_SIGHT, 0)
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const node = frame.nodes[frame.next]
    frame.next += 1
    if (node === undefined) {
      stack.pop()
      continue
    }
    state.nodes -= 1
    if (state.nodes < 0) state.cut = true
    if (state.cut) break
    if (wish.touches?.(node) === false) continue
    if (isText(node)) copyText(node, frame)
    else if (isElement(node)) enter(node, frame.into, frame.sight, frame.depth)
  }
  return { document: copy, cut: state.cut }

  function copyElement(document: Document, element: Element, name: string, block: boolean): HTMLElement {
    const own = document.createElement(KEPT.has(name) ? name : block ? 'div' : 'span')
    for (const attribute of ATTRIBUTES) {
      const value = attributeOf(element, attribute)
      if (value !== null && value.length <= VALUE) own.setAttribute(attribute, value)
    }
    const address = name === 'a' ? addressFor(attributeOf(element, 'href'), view.document.baseURI) : null
    if (address !== null) own.setAttribute('href', address)
    return own
  }
}
