import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'
import type { HostView } from '../state/host-view.ts'
import type { Router } from '../state/router.ts'
import { isLookedAt, seenRequests } from '../state/waiting-seen.ts'
import { type NoticeBus, type NoticeWord, readWord } from './channel.ts'

/** A window's part in notifications. */
export interface WindowParts {
  readonly view: Window
  readonly hosts: Accessor<readonly HostView[]>
  readonly router: Router
  readonly bus: NoticeBus
  /** Whoever leads to a window does so over the bus, and to whichever window there is. */
  readonly led: boolean
}

/** Is this window looked at now? */
const lookedSignal = (view: Window): Accessor<boolean> => {
  const { document } = view
  const [looked, setLooked] = createSignal(isLookedAt(document))
  const look = (): void => void setLooked(isLookedAt(document))
  for (const event of ['focus', 'blur']) view.addEventListener(event, look)
  document.addEventListener('visibilitychange', look)
  onCleanup(() => {
    for (const event of ['focus', 'blur']) view.removeEventListener(event, look)
    document.removeEventListener('visibilitychange', look)
  })
  return looked
}

/**
 * Tells hosts what is on a focused screen here, so that they wake nobody for it; says so to the worker behind
 * notifications, and goes where a press on one leads. Needs an owner.
 */
export const attendNotices = ({ view, hosts, router, bus, led }: WindowParts): void => {
  const looked = lookedSignal(view)
  const seen = (host: HostView): string[] => (looked() ? seenRequests(router.route(), host) : [])
  const session = (host: HostView): string[] => {
    const route = router.route()
    return looked() && route.screen === 'session' && route.host === host.id ? [route.session] : []
  }
  createEffect(() => {
    for (const host of hosts()) host.actions.watching(seen(host), session(host))
  })
  const open = (word: NoticeWord): void => {
    if (word.t === 'open') router.go({ screen: 'request', host: word.host, request: word.request })
    else if (word.t === 'open-session')
      router.go({ screen: 'session', host: word.host, session: word.session })
    else if (word.t === 'open-inbox') router.go({ screen: 'inbox' })
  }
  const end = bus.listen((word) => {
    if (led) open(word)
    if (word.t !== 'sight') return
    const host = hosts().find(({ id }) => id === word.host)
    if (host && seen(host).includes(word.request))
      bus.post({ t: 'seen', host: word.host, request: word.request })
  })
  const container = view.navigator.serviceWorker as ServiceWorkerContainer | undefined
  const hear = ({ data }: MessageEvent): void => {
    const word = readWord(data)
    if (word !== null) open(word)
  }
  container?.addEventListener('message', hear)
  container?.startMessages?.()
  onCleanup(() => {
    end()
    container?.removeEventListener('message', hear)
  })
  if (led) bus.post({ t: 'where' })
}
