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

/** Of the worker's own scope, in a browser whose background is a service worker. */
interface PushedScope {
  readonly registration?: { readonly pushManager?: PushManager }
  addEventListener(type: 'push', listener: (event: Pushed) => void): void
}
interface Pushed {
  readonly data: { text(): string } | null
  waitUntil(work: Promise<void>): void
}

/** Buttons of a notification in Chrome; Firefox has none, and no event for them. */
const BUTTONS = 2

/** Presses on notifications and pushes, told apart from the start: a browser that wakes the worker for one waits for no one. */
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
  const openPanel = (): void => {
    // Within the gesture: nothing may be awaited before.
    const opening = browser.sidePanel?.open({ windowId: lastWindow }) ?? Promise.reject(new Error('no panel'))
    opening.catch(() => browser.tabs.create({ url: '/sidepanel.html' }).catch(() => undefined))
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
  const scope = globalThis as unknown as PushedScope
  if (scope.registration !== undefined)
    scope.addEventListener('push', (event) => event.waitUntil(notices().pushed(event.data?.text() ?? '')))
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
      pushManager: (globalThis as unknown as PushedScope).registration?.pushManager,
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
