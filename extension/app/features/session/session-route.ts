import type { Route } from '../../state/router.ts'

/** The route when it is a session's, else null. */
export const sessionRoute = (route: Route): Extract<Route, { screen: 'session' }> | null =>
  route.screen === 'session' ? route : null
