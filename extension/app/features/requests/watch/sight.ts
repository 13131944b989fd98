import { REQUEST_CARD_LIMITS } from '../limits.ts'

/** What browsers know of the second version of IntersectionObserver; TypeScript's library has none of it. */
interface SightInit extends IntersectionObserverInit {
  readonly trackVisibility?: boolean
  readonly delay?: number
}
interface SightEntry extends IntersectionObserverEntry {
  /** False when something may cover, fade or distort the element; absent where browsers can't tell. */
  readonly isVisible?: boolean
}

const LOOK_MS = REQUEST_CARD_LIMITS.coverMs.value
/** Share of an element that counts as the whole: edges fall between pixels. */
const WHOLE = 0.97

const inSight = (entry: SightEntry): boolean =>
  entry.isIntersecting && entry.intersectionRatio >= WHOLE && entry.isVisible !== false

/**
 * Tells whether an element is wholly on the screen, on a page that is looked at and, where the browser knows
 * (Chromium), with nothing over it. Frames of strangers are kept out by the page's policy, not here.
 */
export const watchSight = (element: Element, tell: (inSight: boolean) => void): (() => void) => {
  let seen = false
  const say = (): void => tell(seen && document.visibilityState === 'visible')
  const options: SightInit = { threshold: [0, 0.5, WHOLE, 1], trackVisibility: true, delay: LOOK_MS }
  const observer = new IntersectionObserver((entries) => {
    const last = entries.at(-1)
    if (last === undefined) return
    seen = inSight(last)
    say()
  }, options)
  observer.observe(element)
  document.addEventListener('visibilitychange', say)
  return () => {
    observer.disconnect()
    document.removeEventListener('visibilitychange', say)
  }
}
