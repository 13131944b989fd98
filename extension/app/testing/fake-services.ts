import type { PairedHost } from '@hearth/shared/link'
import type { PushWishes } from '@hearth/shared/protocol'
import { createSignal } from 'solid-js'
import type { Face, Services } from '../services.ts'
import type { Drafts } from '../state/drafts.ts'
import type { HostView } from '../state/host-view.ts'
import type { Hub, HubState, PairingWish } from '../state/hub.ts'
import type { NoticePermission, Notifier, Reach } from '../state/notifier.ts'
import type { Pages } from '../state/pages.ts'
import { createStackRouter, type Route, type Router } from '../state/router.ts'
import { isNothing, joinTyped, NOTHING, type Typed, words } from '../state/typed.ts'
import { aPairing } from './build.ts'

/** A router without addresses; `visited` has every route it was at, the newest last. */
export interface FakeRouter extends Router {
  readonly visited: readonly Route[]
}

const fakeRouter = (first?: Route): FakeRouter => {
  const router = createStackRouter(first)
  const visited: Route[] = [router.route()]
  const noted =
    <A extends unknown[]>(move: (...args: A) => void) =>
    (...args: A): void => {
      move(...args)
      visited.push(router.route())
    }
  return {
    route: router.route,
    visited,
    go: noted(router.go),
    replace: noted(router.replace),
    back: noted(router.back),
  }
}

/** A hub whose hosts, state and pairings the test decides. */
export interface FakeHub extends Hub {
  readonly forgotten: readonly string[]
  readonly looks: () => number
  setHosts(hosts: readonly HostView[]): void
  setState(state: HubState): void
  /** What pairing does; the usual one shows `123456` and pairs at once. */
  onPair: (wish: PairingWish) => Promise<PairedHost>
}

const fakeHub = (first: readonly HostView[] = []): FakeHub => {
  const [hosts, setHosts] = createSignal(first)
  const [state, setState] = createSignal<HubState>({ state: 'open' })
  const forgotten: string[] = []
  let looks = 0
  const hub: FakeHub = {
    hosts,
    state,
    forgotten,
    looks: () => looks,
    setHosts: (next) => void setHosts(next),
    setState: (next) => void setState(next),
    async onPair(wish) {
      wish.onSas('123456')
      return aPairing()
    },
    pair: (wish) => hub.onPair(wish),
    async forget(id) {
      forgotten.push(id)
      setHosts(hosts().filter((host) => host.id !== id))
    },
    look: () => {
      looks += 1
    },
  }
  return hub
}

/** Drafts in memory. */
const fakeDrafts = (kept: Readonly<Record<string, string | Typed>> = {}): Drafts => {
  const drafts = new Map(
    Object.entries(kept).map(([key, typed]) => [key, typeof typed === 'string' ? words(typed) : typed]),
  )
  return {
    read: async (key) => drafts.get(key) ?? NOTHING,
    write: (key, typed) => void (isNothing(typed) ? drafts.delete(key) : drafts.set(key, typed)),
    add: (key, more) => void drafts.set(key, joinTyped(drafts.get(key) ?? NOTHING, more)),
  }
}

/** A notifier that does what it is told, and says what it was told. */
export interface FakeNotifier extends Notifier {
  readonly told: readonly string[]
  setPermission(permission: NoticePermission): void
  setReach(host: string, reach: Reach): void
  /** What a test comes to. */
  onTest: (host: string) => Promise<number>
}

export const fakeNotifier = (first: { on?: boolean; permission?: NoticePermission } = {}): FakeNotifier => {
  const [permission, setPermission] = createSignal<NoticePermission>(first.permission ?? 'default')
  const [on, setOn] = createSignal(first.on ?? false)
  const [wishes, setWishes] = createSignal<PushWishes>({ requests: true, turns: false, quiet: null })
  const [reaches, setReaches] = createSignal<Readonly<Record<string, Reach>>>({})
  const told: string[] = []
  const notifier: FakeNotifier = {
    ...{ permission, on, wishes, told },
    reach: (host) => (on() ? (reaches()[host] ?? { state: 'push' }) : { state: 'off' }),
    async switchOn() {
      told.push('on')
      if (permission() === 'default') setPermission('granted')
      if (permission() === 'granted') setOn(true)
    },
    async switchOff() {
      told.push('off')
      setOn(false)
    },
    async wish(next) {
      told.push(JSON.stringify(next))
      setWishes(next)
    },
    test: (host) => notifier.onTest(host),
    onTest: async () => 412,
    setPermission: (next) => void setPermission(next),
    setReach: (host, reach) => void setReaches({ ...reaches(), [host]: reach }),
  }
  return notifier
}

/** Services for a component under test or in the gallery. */
export interface FakeServices extends Services {
  readonly hub: FakeHub
  readonly router: FakeRouter
  readonly notifier: FakeNotifier
}

/** @example render(() => <ServicesContext.Provider value={fakeServices({ hosts: [host] })}>…) */
export const fakeServices = (
  options: {
    face?: Face
    hosts?: readonly HostView[]
    route?: Route
    drafts?: Record<string, string | Typed>
    notifier?: FakeNotifier
    pages?: Pages
  } = {},
): FakeServices => ({
  face: options.face ?? 'panel',
  hub: fakeHub(options.hosts),
  router: fakeRouter(options.route),
  drafts: fakeDrafts(options.drafts),
  notifier: options.notifier ?? fakeNotifier(),
  pages: options.pages ?? null,
})
