const GAP = 4
const EDGE = 8

/** Puts something that floats below its opener, or above when there is more room; never beyond the window's edge. */
export const placeBeside = (floating: HTMLElement, opener: HTMLElement): void => {
  const from = opener.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = floating
  const { clientWidth, clientHeight } = document.documentElement
  const below = clientHeight - from.bottom - GAP - EDGE
  const above = from.top - GAP - EDGE
  const up = height > below && above > below
  // On the side of the window where the opener is, edges meet.
  const start = from.left + from.width / 2 > clientWidth / 2 ? from.right - width : from.left
  floating.style.left = `${Math.max(EDGE, Math.min(start, clientWidth - width - EDGE))}px`
  floating.style.top = up ? `${Math.max(EDGE, from.top - GAP - height)}px` : `${from.bottom + GAP}px`
  floating.style.maxHeight = `${Math.max(above, below)}px`
}
