import { createSignal } from 'solid-js'
import { addressOf, openedLink, routeOf } from './address.ts'
import type { Route, Router } from './router.ts'

/** How many steps of the app lie behind an entry of the browser's history. */
const depthOf = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'depth' in state && typeof state.depth === 'number'
    ? state.depth
    : 0

/** A router with its end. */
export interface HashRouter extends Router {
  close(): void
}

/**
 * The router of the web view: screens are addresses behind the `#`, so that they can be reloaded, and the phone's
 * back gesture works. A pairing link is taken out of the address before anything else happens, and held in memory
 * alone: neither history nor what the browser restores after a crash has its secret.
 */
export const createHashRouter = (view: Window): HashRouter => {
  const { location, history } = view
  const opened = openedLink(location)
  if (opened !== null)
    history.replaceState({ depth: 0 }, '', `${opened.path}#${addressOf({ screen: 'pair', link: null })}`)
  const here = (): Route => routeOf(location.hash)
  const [route, setRoute] = createSignal<Route>(
    opened === null ? here() : { screen: 'pair', link: opened.link },
  )
  const write = (next: Route, depth: number, how: 'pushState' | 'replaceState'): void => {
    history[how]({ depth }, '', `#${addressOf(next)}`)
    setRoute(next)
  }
  /** Back, forward, or an address typed by hand. */
  const moved = (): void => {
    const again = openedLink(location)
    if (again === null) setRoute(here())
    else {
      history.replaceState({ depth: depthOf(history.state) }, '', `${again.path}#/pair`)
      setRoute({ screen: 'pair', link: again.link })
    }
  }
  view.addEventListener('popstate', moved)
  return {
    route,
    go: (next) => write(next, depthOf(history.state) + 1, 'pushState'),
    replace: (next) => write(next, depthOf(history.state), 'replaceState'),
    back() {
      if (depthOf(history.state) > 0) history.back()
      else write({ screen: 'home' }, 0, 'replaceState')
    },
    close: () => view.removeEventListener('popstate', moved),
  }
}
