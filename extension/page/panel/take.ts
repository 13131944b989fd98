import { browser } from 'wxt/browser'
import type { Capture, Captured } from '../../app/state/pages.ts'
import type { Wish } from '../reader/reading.ts'
import { stopPicking } from '../tab/ask.ts'
import { failure } from '../tab/failure.ts'
import { type TabRef, take, takeScreenshot } from '../tab/take.ts'
import { FAILURE } from '../words.ts'

const WISHES: Readonly<Record<Exclude<Capture, 'screenshot'>, Wish>> = {
  selection: { of: 'selection', orPage: false },
  page: { of: 'page' },
  element: { of: 'element' },
}

const refOf = async (window: number, id: number | null): Promise<TabRef | null> => {
  const [tab] =
    id === null ? await browser.tabs.query({ active: true, windowId: window }) : [await browser.tabs.get(id)]
  if (tab?.id === undefined) return null
  return { id: tab.id, window: tab.windowId, url: tab.url, title: tab.title, incognito: tab.incognito }
}

/** Takes something from the tab beside the panel, or from one that was named. */
export const takeBeside = async (window: number, what: Capture, id: number | null): Promise<Captured> => {
  const tab = await refOf(window, id)
  if (tab === null) return { ok: false, failure: failure('failed', FAILURE.noTab) }
  return what === 'screenshot' ? takeScreenshot(tab) : take(tab, WISHES[what])
}

/** Ends a pick in the tab beside the panel. */
export const cancelBeside = async (window: number): Promise<void> => {
  const tab = await refOf(window, null)
  if (tab !== null) await stopPicking(tab.id)
}
