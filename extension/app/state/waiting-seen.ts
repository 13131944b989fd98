import { isFinished } from '@hearth/shared/link'
import type { HostView } from './host-view.ts'
import type { Route } from './router.ts'

/** Which of a host's requests the screen at `route` shows: nobody needs to be woken for these. Ids in hex. */
export const seenRequests = (route: Route, host: HostView): string[] => {
  const waiting = [...host.requests().values()].filter(({ state }) => !isFinished(state))
  switch (route.screen) {
    case 'request':
      return waiting.filter(({ id }) => host.id === route.host && id === route.request).map(({ id }) => id)
    case 'session':
      return waiting
        .filter(({ session }) => host.id === route.host && session === route.session)
        .map(({ id }) => id)
    case 'inbox':
      return waiting.map(({ id }) => id)
    default:
      return []
  }
}

/** Is somebody looking at this page: visible, and the window that keys go to? */
export const isLookedAt = (page: Document): boolean => page.visibilityState === 'visible' && page.hasFocus()
