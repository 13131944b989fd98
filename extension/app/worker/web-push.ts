import { toHex } from '@hearth/shared/crypto'
import { createWebProvider } from '@hearth/shared/crypto/web'
import { systemClock } from '@hearth/shared/link'
import { addressOf } from '../state/address.ts'
import type { Route } from '../state/router.ts'
import { type BadgedNavigator, showAppBadge } from '../state/waiting.ts'
import { isSeen, type NoticeWord, noticeBus } from './channel.ts'
import { NoticeDesk } from './desk.ts'
import { keptWaiting } from './kept-waiting.ts'
import { SIGHT_MS } from './limits.ts'
import { noticeStore } from './memory.ts'
import type { NoticeAction, Place } from './notice.ts'
import { withDevice, withOwnLink } from './own-link.ts'
import { placeOf, type Showing, webShelf } from './web-shelf.ts'

interface Lasting {
  waitUntil(work: Promise<unknown>): void
}
interface Pushed extends Lasting {
  readonly data: { text(): string } | null
}
interface Pressed extends Lasting {
  readonly action: string
  readonly notification: Notification
}
interface AppWindow {
  readonly focused: boolean
  focus(): Promise<unknown>
  postMessage(word: NoticeWord): void
}

/** The part of a service worker's scope that is used here; the project's types are those of pages. */
export interface PushScope {
  readonly registration: Showing
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly AppWindow[]>
    openWindow(url: string): Promise<unknown>
  }
  readonly navigator: BadgedNavigator
  readonly Notification?: { readonly maxActions?: number }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install', listener: (event: Lasting) => void): void
  addEventListener(type: 'push', listener: (event: Pushed) => void): void
  addEventListener(type: 'notificationclick', listener: (event: Pressed) => void): void
}

const ACTIONS: ReadonlySet<string> = new Set(['allow', 'deny', 'review', 'open'] satisfies NoticeAction[])
const actionOf = (text: string): NoticeAction | null => (ACTIONS.has(text) ? (text as NoticeAction) : null)

const routeOf = (place: Place): Route => {
  if (place.host === null) return { screen: 'inbox' }
  return 'request' in place ? { screen: 'request', ...place } : { screen: 'session', ...place }
}

const wordOf = (place: Place): NoticeWord => {
  if (place.host === null) return { t: 'open-inbox' }
  return 'request' in place ? { t: 'open', ...place } : { t: 'open-session', ...place }
}

/** The worker of the web view that is woken by pushes and by presses on what it has shown. */
export const startPushWorker = (scope: PushScope, version: string): void => {
  const provider = createWebProvider()
  const bus = noticeBus()
  const windows = (): Promise<readonly AppWindow[]> =>
    scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const waiting = keptWaiting(noticeStore())
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void systemClock.after(ms, resolve))

  const desk = new NoticeDesk({
    shelf: webShelf(scope.registration, scope.Notification?.maxActions ?? 0),
    clock: systemClock,
    withHost: (host, work) => withOwnLink(host, version, work),
    hashOf: (bytes) => toHex(provider.sha512(bytes)),
    // With the app closed nobody else counts.
    noted: async (tag, waits) => showAppBadge(await waiting.note(tag, waits), scope.navigator),
    async isSeen({ host, request }) {
      // The browser wants something shown for each push, unless somebody looks at a page of ours.
      const looked = (await windows()).some(({ focused }) => focused)
      return looked && isSeen(bus, { host, request }, wait, SIGHT_MS)
    },
    async open(place) {
      const all = await windows()
      const best = all.find(({ focused }) => focused) ?? all[0]
      if (best === undefined) {
        await scope.clients.openWindow(`/#${addressOf(routeOf(place))}`)
        return
      }
      // A browser that lets no worker bring windows forward has it lead there all the same.
      await best.focus().catch(() => undefined)
      best.postMessage(wordOf(place))
    },
    tested: ({ host, nonce }) => bus.post({ t: 'test', host, nonce }),
    nameOf: (id) =>
      withDevice(
        async ({ hosts }) => (await hosts.all()).find(({ host }) => host.id === id)?.host.name ?? '',
      ),
  })

  // It controls no page: nothing has to wait for the one before.
  scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()))
  scope.addEventListener('push', (event) => event.waitUntil(desk.push(event.data?.text() ?? '')))
  scope.addEventListener('notificationclick', (event) => {
    const { tag, data } = event.notification
    event.waitUntil(desk.press(tag, actionOf(event.action), placeOf(data)))
  })
}
