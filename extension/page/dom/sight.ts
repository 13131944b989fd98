import { colorReader } from './colors.ts'
import { bodyOf, boxOf, isRendered, rootOf } from './node.ts'

/** What an element lets through to be seen of what is inside it. */
export interface Sight {
  /** Where it can be seen, in pixels of the viewport; null: anywhere. */
  readonly clip: Box | null
  /** The same for what is positioned: boxes without a position don't cut it off. */
  readonly positionedClip: Box | null
  /** The colour behind, as it was painted last; null where a picture or something see-through is. */
  readonly behind: string | null
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const OPEN_SIGHT: Sight = { clip: null, positionedClip: null, behind: 'rgb(255, 255, 255)' }

/** A pixel on screen is no text. */
const LEAST = 2

const both = (a: Box | null, b: Box): Box =>
  a === null
    ? b
    : {
        left: Math.max(a.left, b.left),
        top: Math.max(a.top, b.top),
        right: Math.min(a.right, b.right),
        bottom: Math.min(a.bottom, b.bottom),
      }

const isEmpty = ({ left, top, right, bottom }: Box): boolean => right - left < LEAST || bottom - top < LEAST

const cuts = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip'
const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll'

/** `shown`: is text right inside of it to be seen? `block`: does it begin a line of its own? */
export interface Seen {
  readonly sight: Sight
  readonly shown: boolean
  readonly block: boolean
}

/** Looks at a page as a person does who scrolls through it: what they can't come to see is not there. */
export interface Eyes {
  /** What is to be seen inside of an element, or null if nothing ever is. */
  into(element: Element, sight: Sight): Seen | null
  /** Is any of a text to be seen? */
  sees(text: Text, sight: Sight): boolean
}

/** Share of an inset that leaves nothing. */
const ALL = 99

const isCutAway = (style: CSSStyleDeclaration): boolean => {
  if (style.position === 'absolute' && /^rect\(/.test(style.clip) && !/auto/.test(style.clip)) {
    const [top = 0, right = 0, bottom = 0, left = 0] = (style.clip.match(/-?[\d.]+/g) ?? []).map(Number)
    if (right - left < LEAST || bottom - top < LEAST) return true
  }
  const inset = /^inset\(([^)]*)\)/.exec(style.clipPath)?.[1]
  if (inset === undefined) return /^(circle|ellipse)\(0/.test(style.clipPath)
  const [top = '0', right = top, bottom = top, left = right] = inset.trim().split(/\s+/)
  const share = (value: string): number => (value.endsWith('%') ? Number.parseFloat(value) : 0)
  return share(top) + share(bottom) >= ALL || share(left) + share(right) >= ALL
}

const isFaint = ({ opacity, filter }: CSSStyleDeclaration): boolean =>
  Number(opacity) < 0.05 || /opacity\(0(%|\)|\.0)/.test(filter)

/** What cuts the insides off: the nearest box that does, unless a position takes the element out of it. */
const clipOf = (style: CSSStyleDeclaration, { clip, positionedClip }: Sight): Box | null => {
  if (style.position === 'fixed') return null
  return style.position === 'absolute' ? positionedClip : clip
}

const isLine = (display: string): boolean => display.startsWith('inline') || display === 'ruby'

/**
 * Eyes for a window. They go by styles and by where the browser put things: display, visibility, opacity, folded
 * parts, boxes of no size, what lies left of or above the page or is cut off, letters of no size, and letters of the
 * colour behind them. What something else covers is not noticed.
 */
export const openEyes = (view: Window & typeof globalThis): Eyes => {
  const colors = colorReader(view.document)
  const range = new view.Range()
  const origin = { x: view.scrollX, y: view.scrollY }
  const ends: Element[] = [rootOf(view.document), bodyOf(view.document)].filter((element) => element !== null)
  const isWide = ends.every((element) => !cuts(view.getComputedStyle(element).overflowX))
  const edge = isWide ? Number.POSITIVE_INFINITY : view.innerWidth

  const isReachable = (box: Box): boolean =>
    box.right + origin.x > 0 && box.bottom + origin.y > 0 && box.left < edge

  const painted = (style: CSSStyleDeclaration, behind: string | null): string | null => {
    if (style.backgroundImage !== 'none') return null
    const alpha = colors.alpha(style.backgroundColor)
    if (alpha === 0) return behind
    return alpha === 1 ? style.backgroundColor : null
  }

  const isLegible = (style: CSSStyleDeclaration, behind: string | null): boolean => {
    if (Number.parseFloat(style.fontSize) < LEAST) return false
    // A picture cut to the shape of the letters shows them.
    if (/text/.test(style.backgroundClip) || style.textShadow !== 'none') return true
    const fill = style.getPropertyValue('-webkit-text-fill-color') || style.color
    if (colors.alpha(fill) < 0.1) return false
    return behind === null || !colors.alike(fill, behind)
  }

  /** What is inside of it can be seen here; undefined if nowhere. */
  const boxed = (element: Element, style: CSSStyleDeclaration, sight: Sight): Box | null | undefined => {
    const clip = clipOf(style, sight)
    const [cutsX, cutsY] = [cuts(style.overflowX), cuts(style.overflowY)]
    const isBox = cutsX || cutsY || scrolls(style.overflowX) || scrolls(style.overflowY)
    // What the page itself cuts off is a matter of how far it is scrolled.
    if (!isBox || style.display === 'inline' || ends.includes(element)) return clip
    const box = boxOf(element)
    if (isEmpty(box) || (clip !== null && isEmpty(both(clip, box)))) return undefined
    // What scrolls shows all of itself in time.
    return cutAt(clip, box, { x: cutsX, y: cutsY })
  }

  return {
    into(element, sight) {
      const style = view.getComputedStyle(element)
      if (style.display === 'none') return null
      const isVisible = style.visibility === 'visible'
      // Of no box: its children are laid out as if it were not there.
      if (style.display === 'contents') return { sight, shown: isVisible, block: false }
      if (!isRendered(element) || isFaint(style) || isCutAway(style)) return null
      if (style.getPropertyValue('content-visibility') === 'hidden') return null
      const clip = boxed(element, style, sight)
      if (clip === undefined) return null
      const behind = painted(style, sight.behind)
      const positionedClip = style.position === 'static' ? sight.positionedClip : clip
      return {
        sight: { clip, positionedClip, behind },
        shown: isVisible && isLegible(style, behind),
        block: !isLine(style.display),
      }
    },
    sees(text, sight) {
      range.selectNodeContents(text)
      for (const box of range.getClientRects()) {
        if (isEmpty(box) || !isReachable(box)) continue
        if (sight.clip === null || !isEmpty(both(sight.clip, box))) return true
      }
      return false
    },
  }
}

/** A box that cuts in the directions it cuts in. */
const cutAt = (clip: Box | null, box: Box, { x, y }: { x: boolean; y: boolean }): Box | null => {
  if (!x && !y) return null
  return both(clip, {
    left: x ? box.left : Number.NEGATIVE_INFINITY,
    right: x ? box.right : Number.POSITIVE_INFINITY,
    top: y ? box.top : Number.NEGATIVE_INFINITY,
    bottom: y ? box.bottom : Number.POSITIVE_INFINITY,
  })
}
