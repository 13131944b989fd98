import type { NoticePermission } from '../state/notifier.ts'
import type { Shelf } from './desk.ts'
import { joinHost, leaveHost } from './join.ts'
import type { Joining } from './joining.ts'
import { webShelf } from './web-shelf.ts'

/** Registers push.js for a scope; the page alone may, as only it knows how its policy wants addresses. */
export type RegisterPush = (scope: string) => Promise<ServiceWorkerRegistration>

/** A push service knows one key for each registration, and every host has its own: so each has a registration. */
const scopeOf = (host: string): string => `/push/${host}/`

/** Resolves once the registration has a worker that runs. */
const activated = (registration: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration> =>
  new Promise((resolve, reject) => {
    const worker = registration.active ?? registration.waiting ?? registration.installing
    const look = (): void => {
      if (worker === null || worker.state === 'redundant')
        reject(new DOMException('the worker did not start', 'AbortError'))
      else if (worker.state === 'activated') resolve(registration)
    }
    worker?.addEventListener('statechange', look)
    look()
  })

/** iOS gives pages notifications only from the Home Screen; there is nothing but its name to tell it by. */
const isPhoneWithout = ({ navigator }: Window): boolean => /iPhone|iPad|iPod/.test(navigator.userAgent)

/** What the browser lets this page show. */
export const webPermission = (view: Window & typeof globalThis): NoticePermission => {
  if ('Notification' in view && 'PushManager' in view) return view.Notification.permission
  return isPhoneWithout(view) ? 'home-screen' : 'unsupported'
}

/** Asks for it; within a press, or browsers refuse without a word. */
export const askWebPermission = async (view: Window & typeof globalThis): Promise<NoticePermission> => {
  const now = webPermission(view)
  return now === 'default' ? view.Notification.requestPermission() : now
}

/** The registration of a host's pushes, where there is one. */
const registrationOf = async (view: Window, host: string): Promise<ServiceWorkerRegistration | undefined> => {
  const registration = await view.navigator.serviceWorker?.getRegistration(scopeOf(host))
  // The browser answers with one around it where there is none of this scope.
  return registration?.scope.endsWith(scopeOf(host)) === true ? registration : undefined
}

/** The notifications of a host's push worker, for a page; null where it has none. */
export const pushShelf = async (view: Window, host: string): Promise<Shelf | null> => {
  const registration = await registrationOf(view, host)
  return registration === undefined ? null : webShelf(registration, 0)
}

/** Joins through service workers, one for each host. */
export const webJoining = (register: RegisterPush, view: Window): Joining => ({
  join: (host, wishes) =>
    joinHost(host, wishes, async () => (await activated(await register(scopeOf(host.id)))).pushManager),
  async leave(host) {
    const own = await registrationOf(view, host.id)
    await leaveHost(host, own?.pushManager)
    await own?.unregister()
  },
})
