import { createContext, useContext } from 'solid-js'
import type { Drafts } from './state/drafts.ts'
import type { Hub } from './state/hub.ts'
import type { Notifier } from './state/notifier.ts'
import type { Pages } from './state/pages.ts'
import type { Router } from './state/router.ts'

/** The face this app wears: beside a page in the browser, or as a page of its own (a phone, a tab). */
export type Face = 'panel' | 'web'

/** What features are given. Nothing else is global. */
export interface Services {
  readonly face: Face
  readonly hub: Hub
  readonly router: Router
  readonly drafts: Drafts
  readonly notifier: Notifier
  /** What can be taken from the pages of this browser; null where there are none, as on a phone. */
  readonly pages: Pages | null
}

export const ServicesContext = createContext<Services>()

/** The services of the app around this component. @throws when used outside of it: a mistake of ours */
export const useServices = (): Services => {
  const services = useContext(ServicesContext)
  if (services === undefined) throw new Error('no services above this component')
  return services
}
