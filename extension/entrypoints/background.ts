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
import { VERSION } from '../app/state/version.ts'
import { type BackgroundNotices, startBackgroundNotices } from '../app/worker/background.ts'
import type { ExtensionNotifications } from '../app/worker/chrome-shelf.ts'
import { listenForPages } from '../page/background.ts'

/** A browser that suspended this worker wakes it once a minute at the latest: no API allows less. */
const WAKE_MINUTES = 1
const WAKE = 'wake'
/** The accent of the app's light look: a badge has one colour for both. */
const BADGE = '#b6440c'

/** Firefox's, which Chrome's types don't know. */
interface SidebarAction {
  toggle(): Promise<void>
}

/**
 * The icon opens the panel, and lets it read the page that it was pressed on: only a press that is told to us does
 * that, not one on which the browser opens the panel by itself.
 */
const openPanelOnClick = (): void => {
  browser.sidePanel?.setPanelBehavior({ openPanelOnActionClick: false }).catch(() => undefined)
  const { sidebarAction } = browser as unknown as { sidebarAction?: SidebarAction }
  browser.action.onClicked.addListener(({ windowId }) => {
    // Within the gesture: nothing may be awaited before.
    const opening = browser.sidePanel?.open({ windowId }) ?? sidebarAction?.toggle()
    opening?.catch(() => undefined)
  })
}

/** Where the panel is shown by a browser that opens none for a press on a notification. */
const PANEL = '/sidepanel.html'
/** Buttons of a notification in Chrome; Firefox has none, and no event for them. */
const BUTTONS = 2

/** Presses on notifications, listened for from the start: a browser that wakes the worker for one waits for no one. */
const listenForNotices = (notices: () => BackgroundNotices): void => {
  let lastWindow: number = browser.windows.WINDOW_ID_NONE
  browser.windows.getLastFocused().then(
    ({ id }) => {
      lastWindow = id ?? lastWindow
    },
    () => undefined,
  )
  browser.windows.onFocusChanged.addListener((id) => {
    if (id !== browser.windows.WINDOW_ID_NONE) lastWindow = id
  })
  const openTab = (): void => void browser.tabs.create({ url: PANEL }).catch(() => undefined)
  const openIn = (windowId: number): void => {
    const opening = browser.sidePanel?.open({ windowId }) ?? Promise.reject(new Error('no panel'))
    opening.catch(openTab)
  }
  const openPanel = (): void => {
    // Within the gesture: nothing may be awaited before. A worker that was woken by the press itself must ask first,
    // and Chrome takes its answer as part of the gesture where it is given to a function rather than a promise.
    if (lastWindow !== browser.windows.WINDOW_ID_NONE || browser.sidePanel === undefined) openIn(lastWindow)
    else
      browser.windows.getLastFocused((found: { readonly id?: number | undefined } | undefined) =>
        openIn(found?.id ?? browser.windows.WINDOW_ID_NONE),
      )
  }
  const { onClicked, onClosed, onButtonClicked } = browser.notifications
  onClicked.addListener((tag) => {
    openPanel()
    notices()
      .pressed(tag)
      .catch(() => undefined)
  })
  onButtonClicked?.addListener((tag, index) => {
    notices()
      .pressedButton(tag, index, openPanel)
      .catch(() => undefined)
  })
  onClosed.addListener((tag, byUser) => {
    if (byUser)
      notices()
        .closed(tag)
        .catch(() => undefined)
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
  listenForPages()
  let notices: BackgroundNotices | undefined
  listenForNotices(() => {
    if (notices === undefined) throw new Error('a press before the background has begun')
    return notices
  })
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
    const { notifications } = browser as unknown as { notifications: ExtensionNotifications }
    notices = startBackgroundNotices({
      hosts: hub.hosts,
      notifications,
      buttons: browser.notifications.onButtonClicked === undefined ? 0 : BUTTONS,
    })
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
