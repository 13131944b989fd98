import { type Accessor, createSignal } from 'solid-js'
import { MAX_BACK } from './limits.ts'

/** Every screen of the app. Ids in hex. */
export type Route =
  | { readonly screen: 'home' }
  /** All that waits for a person, over all hosts. */
  | { readonly screen: 'inbox' }
  /** When and for what this device wants to be woken. */
  | { readonly screen: 'notifications' }
  /** `turn`: where in it, at its end by default. `found`: what was looked for there; never part of an address. */
  | {
      readonly screen: 'session'
      readonly host: string
      readonly session: string
      readonly turn?: number
      readonly found?: { readonly block: number | null; readonly query: string }
    }
  /** What was said, over all sessions of all hosts. */
  | { readonly screen: 'search' }
  | { readonly screen: 'request'; readonly host: string; readonly request: string }
  | { readonly screen: 'new'; readonly host: string | null }
  | { readonly screen: 'status' }
  | { readonly screen: 'settings' }
  /** The devices, agents and usage of one host. */
  | { readonly screen: 'manage'; readonly host: string }
  /** The rules of one host. */
  | { readonly screen: 'rules'; readonly host: string }
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

const HOME: Route = { screen: 'home' }

/** The router of a face without addresses: the panel, where a browser shows none and offers no way back. */
export const createStackRouter = (first: Route = HOME): Router => {
  const stack: Route[] = [first]
  const [route, setRoute] = createSignal<Route>(first)
  const show = (): void => void setRoute(stack.at(-1) ?? HOME)
  return {
    route,
    go(next) {
      stack.push(next)
      if (stack.length > MAX_BACK) stack.shift()
      show()
    },
    replace(next) {
      stack[stack.length - 1] = next
      show()
    },
    back() {
      if (stack.length > 1) stack.pop()
      else stack[0] = HOME
      show()
    },
  }
}
