import { createSocketTransport } from '@hearth/shared/transport'
import { createEffect, createMemo, createRoot } from 'solid-js'
import { browser } from 'wxt/browser'
import { defineBackground } from 'wxt/utils/define-background'
import { broadcastBus } from '../app/device/bus.ts'
import { openDevice } from '../app/device/device.ts'
import { badgeOf } from '../app/state/badge.ts'
import { hubDrafts } from '../app/state/drafts.ts'
import { hostName } from '../app/state/host-view.ts'
import { createHub } from '../app/state/hub.ts'
import { watchRefusals } from '../app/state/refusals.ts'
import { VERSION } from '../app/version.ts'

/** A browser that suspended this worker wakes it once a minute at the latest: no API allows less. */
const WAKE_MINUTES = 1
const WAKE = 'wake'
/** The accent of the app's light look: a badge has one colour for both. */
const BADGE = '#b6440c'

/** Firefox's, which Chrome's types don't know. */
interface SidebarAction {
  toggle(): Promise<void>
}

const openPanelOnClick = (): void => {
  if (browser.sidePanel !== undefined) {
    browser.sidePanel.setPanelBehavior({ openPanelOnActionClick: true }).catch(() => undefined)
    return
  }
  // Within the gesture: nothing may be awaited before.
  const { sidebarAction } = browser as unknown as { sidebarAction?: SidebarAction }
  browser.action.onClicked.addListener(() => {
    sidebarAction?.toggle().catch(() => undefined)
  })
}

/**
 * The icon: opens the panel, and says how many requests wait even while it is closed. It has links of its own for
 * that, follows no session, and sends prompts whose window is gone; what the host refuses of those goes back into the
 * drafts. It hears nobody but the browser and, through
 * storage, windows of this extension: no page and no other extension has a way to speak to it.
 */
const background: ReturnType<typeof defineBackground> = defineBackground(() => {
  openPanelOnClick()
  const hub = createHub({
    open: openDevice,
    transport: createSocketTransport(),
    bus: broadcastBus(),
    platform: 'extension',
    app: { name: 'hearth badge', version: VERSION },
    persist: () => undefined,
  })
  const look = (): void => hub.look()
  browser.alarms.onAlarm.addListener(look)
  browser.runtime.onStartup.addListener(look)
  globalThis.addEventListener('online', look)
  browser.alarms.create(WAKE, { periodInMinutes: WAKE_MINUTES })?.catch(() => undefined)
  browser.action.setBadgeBackgroundColor({ color: BADGE }).catch(() => undefined)

  const drafts = hubDrafts(hub)

  createRoot(() => {
    createEffect(() => {
      for (const host of hub.hosts()) watchRefusals(host, drafts)
    })
    const badge = createMemo(
      () =>
        badgeOf(
          hub.state(),
          hub.hosts().map((host) => ({
            name: hostName(host),
            connection: host.status().connection,
            requests: host.requests(),
          })),
        ),
      undefined,
      { equals: (a, b) => a.text === b.text && a.title === b.title },
    )
    createEffect(() => {
      const { text, title } = badge()
      // A window that closes in between refuses; the next change says it again.
      browser.action.setBadgeText({ text }).catch(() => undefined)
      browser.action.setTitle({ title }).catch(() => undefined)
    })
  })
})

export default background
