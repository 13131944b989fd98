import type { Platform } from '@hearth/shared/protocol'
import { createSocketTransport } from '@hearth/shared/transport'
import { broadcastBus } from './device/bus.ts'
import { openDevice } from './device/device.ts'
import type { Face, Services } from './services.ts'
import { hubDrafts } from './state/drafts.ts'
import { createHub } from './state/hub.ts'
import { watchLife } from './state/lifecycle.ts'
import type { Router } from './state/router.ts'
import { VERSION } from './version.ts'

const PLATFORM: Readonly<Record<Face, Platform>> = { panel: 'extension', web: 'web' }

/**
 * Starts the app of a page: storage is being opened when this returns, links follow. What goes wrong is in the hub's
 * state, never thrown.
 */
export const boot = (face: Face, router: Router): Services => {
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
  return { face, hub, router, drafts }
}
