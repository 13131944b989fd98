import { browser } from 'wxt/browser'
import type { PageTab } from '../../app/state/pages.ts'
import { seenLine } from '../dom/characters.ts'
import { PAGE_LIMITS } from '../limits.ts'

const TABS = { permissions: ['tabs' as const] }

const listed = async (window: number): Promise<PageTab[]> =>
  (await browser.tabs.query({})).flatMap(({ id, title, url, active, incognito, windowId }) =>
    id === undefined || incognito || url === undefined || !/^https?:/.test(url)
      ? []
      : [
          {
            id,
            title: seenLine(title ?? '').slice(0, PAGE_LIMITS.pageTitle.value) || url,
            url,
            active: active && windowId === window,
          },
        ],
  )

/** Tells of the tabs that can be named, while the person allows it; null else. Pages of the browser and private windows are none. */
export const watchTabs = (window: number, tell: (tabs: readonly PageTab[] | null) => void): void => {
  let isAllowed = false
  let isListing = false
  const look = (): void => {
    if (!isAllowed || isListing) return
    isListing = true
    // Several changes come together: one look is enough for them.
    queueMicrotask(() => {
      isListing = false
      listed(window).then(
        (tabs) => isAllowed && tell(tabs),
        () => undefined,
      )
    })
  }
  const ask = async (): Promise<void> => {
    isAllowed = await browser.permissions.contains(TABS).catch(() => false)
    if (isAllowed) look()
    else tell(null)
  }
  browser.permissions.onAdded.addListener(() => void ask())
  browser.permissions.onRemoved.addListener(() => void ask())
  browser.tabs.onActivated.addListener(look)
  browser.tabs.onRemoved.addListener(look)
  browser.tabs.onUpdated.addListener((_id, change) => {
    if (change.title !== undefined || change.url !== undefined || change.status === 'complete') look()
  })
  void ask()
}
