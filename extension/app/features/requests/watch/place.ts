/** Where an element is now, in CSS pixels of the window. */
export const placeOf = (element: Element): { readonly x: number; readonly y: number } => {
  const { x, y } = element.getBoundingClientRect()
  return { x, y }
}

const STEPS = [0, 0.25, 0.5, 0.75, 0.9, 0.97, 1]

/**
 * Tells that an element may have moved: something scrolled, a size changed, or it left the frame that is drawn
 * around it. A hint, not a proof: whoever acts on a press compares places itself.
 */
export const watchPlace = (element: Element, moved: () => void): (() => void) => {
  let frame: IntersectionObserver | undefined
  /** An observer whose view is exactly the element's place: whatever moves the element cuts it. */
  const drawFrame = (): void => {
    frame?.disconnect()
    const { top, right, bottom, left, width, height } = element.getBoundingClientRect()
    if (width === 0 || height === 0) return
    const { clientWidth, clientHeight } = document.documentElement
    const margins = [top, clientWidth - right, clientHeight - bottom, left]
    const rootMargin = margins.map((side) => `${-Math.floor(side)}px`).join(' ')
    let first = true
    frame = new IntersectionObserver(
      () => {
        if (!first) hint()
        first = false
      },
      { rootMargin, threshold: STEPS },
    )
    frame.observe(element)
  }
  const hint = (): void => {
    moved()
    drawFrame()
  }
  const sizes = new ResizeObserver(hint)
  for (let box: Element | null = element; box !== null; box = box.parentElement) sizes.observe(box)
  const options = { capture: true, passive: true } as const
  document.addEventListener('scroll', hint, options)
  window.addEventListener('resize', hint, options)
  return () => {
    frame?.disconnect()
    sizes.disconnect()
    document.removeEventListener('scroll', hint, options)
    window.removeEventListener('resize', hint, options)
  }
}
