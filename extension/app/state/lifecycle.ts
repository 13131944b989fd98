/** What a page's life means to the app. */
export interface Living {
  /** The page is looked at again, or the network changed. */
  look(): void
  /** The browser suspends the page, or wakes it. */
  freeze(frozen: boolean): void
  /** The page may be gone in a moment. */
  flush(): void
}

/**
 * Follows the life of a page. A hidden page stays connected: a request that waits must reach its title and badge, and
 * the browser slows its timers by itself. Only one that the browser suspends hangs up, so that no dead connection
 * takes a place at the host. Being `offline` is no reason either: a relay on this machine is there all the same.
 * The function returned ends it.
 */
export const watchLife = (view: Window, { look, freeze, flush }: Living): (() => void) => {
  const { document } = view
  const ends: (() => void)[] = []
  const on = (target: EventTarget, event: string, run: () => void): void => {
    target.addEventListener(event, run)
    ends.push(() => target.removeEventListener(event, run))
  }
  const wake = (): void => {
    freeze(false)
    look()
  }
  on(document, 'visibilitychange', () => (document.visibilityState === 'visible' ? wake() : flush()))
  on(document, 'freeze', () => freeze(true))
  on(document, 'resume', wake)
  on(view, 'pageshow', wake)
  on(view, 'pagehide', flush)
  on(view, 'online', look)
  return () => {
    for (const end of ends) end()
  }
}
