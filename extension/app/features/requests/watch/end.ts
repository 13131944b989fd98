/** Tells once that a mark is within what is seen of the page and of every box that scrolls around it. */
export const watchEnd = (mark: Element, reached: () => void): (() => void) => {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return
    observer.disconnect()
    reached()
  })
  observer.observe(mark)
  return () => observer.disconnect()
}
