import { systemClock } from '@hearth/shared/link'
import type { Platform } from '@hearth/shared/protocol'
import { createSocketTransport } from '@hearth/shared/transport'
import { createRoot } from 'solid-js'
import { broadcastBus } from './device/bus.ts'
import { openDevice } from './device/device.ts'
import type { Face, Services } from './services.ts'
import { hubDrafts } from './state/drafts.ts'
import { createHub } from './state/hub.ts'
import { watchLife } from './state/lifecycle.ts'
import type { Notifier } from './state/notifier.ts'
import type { Pages } from './state/pages.ts'
import type { Router } from './state/router.ts'
import { VERSION } from './state/version.ts'
import { noticeBus } from './worker/channel.ts'
import { keepJoined, settingsSignal } from './worker/joining.ts'
import { keptWaiting } from './worker/kept-waiting.ts'
import { noticeMemory, noticeStore } from './worker/memory.ts'
import { createNotifier } from './worker/notifier.ts'
import { keepNoticesInStep } from './worker/page-notices.ts'
import {
  askWebPermission,
  pushShelf,
  type RegisterPush,
  webJoining,
  webPermission,
} from './worker/web-face.ts'
import { attendNotices } from './worker/window.ts'

const PLATFORM: Readonly<Record<Face, Platform>> = { panel: 'extension', web: 'web' }

/** The page's part in notifications. In the panel the extension's background does the rest; `register` is absent. */
const startNotices = (services: Omit<Services, 'notifier'>, register: RegisterPush | undefined): Notifier => {
  const { face, hub, router } = services
  const bus = noticeBus()
  const store = noticeStore()
  const memory = noticeMemory(store, bus)
  return createRoot(() => {
    const settings = settingsSignal(memory)
    attendNotices({ view: window, hosts: hub.hosts, router, bus, led: face === 'panel' })
    if (register !== undefined) {
      keepJoined(hub.hosts, memory, settings, webJoining(register, window))
      const waiting = keptWaiting(store)
      const shelfOf = (host: string) => pushShelf(window, host)
      keepNoticesInStep({ hosts: hub.hosts, waiting, shelfOf }, (work) => void work.catch(() => undefined))
    }
    const parts = { hosts: hub.hosts, settings, memory, bus, clock: systemClock }
    return face === 'panel'
      ? createNotifier({ ...parts, permission: () => 'granted', ask: async () => 'granted' })
      : createNotifier({
          ...parts,
          permission: () => (register === undefined ? 'unsupported' : webPermission(window)),
          watchPermission: (look) => addEventListener('focus', look),
          ask: () => askWebPermission(window),
        })
  })
}

/**
 * Starts the app of a page: storage is being opened when this returns, links follow. What goes wrong is in the hub's
 * state, never thrown. `register`: how this page gets a worker for pushes, if it does.
 */
export const boot = (face: Face, router: Router, pages: Pages | null, register?: RegisterPush): Services => {
  const hub = createHub({
    open: openDevice,
    transport: createSocketTransport(),
    bus: broadcastBus(),
    platform: PLATFORM[face],
    app: { name: `hearth ${face}`, version: VERSION },
    persist: () => void navigator.storage?.persist().catch(() => false),
  })
  const drafts = hubDrafts(hub)
  watchLife(window, {
    look: () => hub.look(),
    freeze: (frozen) => hub.freeze(frozen),
    flush: () => void drafts.flush(),
  })
  const services = { face, hub, router, drafts, pages }
  return { ...services, notifier: startNotices(services, register) }
}
