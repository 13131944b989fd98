import type { Accessor } from 'solid-js'

/** Every screen of the app. Ids in hex. */
export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'session'; readonly host: string; readonly session: string }
  | { readonly screen: 'request'; readonly host: string; readonly request: string }
  | { readonly screen: 'new'; readonly host: string | null }
  | { readonly screen: 'status' }
  /** `link` is a pairing link that was opened; it waits for the person's word. Never part of an address. */
  | { readonly screen: 'pair'; readonly link: string | null }

export interface Router {
  readonly route: Accessor<Route>
  /** Goes to a screen; the browser's back button comes back from it. */
  go(route: Route): void
  /** Goes to a screen in place of this one. */
  replace(route: Route): void
  /** One step back; home when there is none. */
  back(): void
}
