import { browser } from 'wxt/browser'
import type { Wish } from './reader/reading.ts'
import { readSitesOff, siteOf, watchSitesOff, writeSitesOff } from './tab/sites.ts'
import type { Given, TabRef } from './tab/take.ts'
import { take } from './tab/take.ts'
import { leaveFor } from './tab/waiting.ts'
import { MENU } from './words.ts'

/** Firefox's, which Chrome's types don't know. */
interface SidebarAction {
  open(): Promise<void>
}

type Info = Parameters<Parameters<typeof browser.contextMenus.onClicked.addListener>[0]>[0]
type Tab = Parameters<Parameters<typeof browser.contextMenus.onClicked.addListener>[0]>[1]

const PAGES = ['http://*/*', 'https://*/*']
const COMMAND = 'ask'
const SWITCH_OFF = 'switch-off'
const SWITCH_ON = 'switch-on'

/** What each entry of the menu asks for. */
const WISHES: Readonly<Record<string, (info: Info) => Wish>> = {
  selection: () => ({ of: 'selection', orPage: false }),
  page: () => ({ of: 'page' }),
  link: (info) => ({ of: 'link', address: info.linkUrl ?? '' }),
  picture: (info) => ({ of: 'picture', address: info.srcUrl ?? '' }),
}

const CONTEXTS = { selection: 'selection', page: 'page', link: 'link', picture: 'image' } as const

const openPanel = (windowId: number): void => {
  // Within the gesture: nothing may be awaited before.
  const { sidebarAction } = browser as unknown as { sidebarAction?: SidebarAction }
  const opening = browser.sidePanel?.open({ windowId }) ?? sidebarAction?.open()
  // It may be open already, or the browser may not take this for a gesture: what was taken waits for it.
  opening?.catch(() => undefined)
}

const refOf = (tab: NonNullable<Tab>): TabRef | null =>
  tab.id === undefined || tab.id < 0
    ? null
    : { id: tab.id, window: tab.windowId, url: tab.url, title: tab.title, incognito: tab.incognito }

const givenBy = (info: Info): Given | undefined => {
  const url = info.frameUrl ?? info.pageUrl
  if (info.menuItemId !== 'selection' || info.selectionText === undefined || url === undefined)
    return undefined
  return { words: info.selectionText, url, ...(info.frameId !== undefined && { frame: info.frameId }) }
}

const ask = async (tab: Tab, wish: Wish, given?: Given): Promise<void> => {
  const ref = tab === undefined ? null : refOf(tab)
  if (ref !== null) await leaveFor(ref.window, await take(ref, wish, given))
}

/** The menu, made anew: the last entry says where it is off, for menus can’t ask which page they are on. */
const makeMenu = async (): Promise<void> => {
  await browser.contextMenus.removeAll()
  for (const [id, context] of Object.entries(CONTEXTS))
    browser.contextMenus.create({
      id,
      title: MENU[id as keyof typeof CONTEXTS],
      contexts: [context],
      documentUrlPatterns: PAGES,
    })
  // Behind the icon, too: the rarer wish.
  browser.contextMenus.create({ id: SWITCH_OFF, title: MENU.site, contexts: ['action'] })
  await sayOff(await readSitesOff())
}

const sayOff = async (sites: readonly string[]): Promise<void> => {
  // There is none yet when it is made for the first time.
  await browser.contextMenus.remove(SWITCH_ON).catch(() => undefined)
  if (sites.length === 0) return
  browser.contextMenus.create({
    id: SWITCH_ON,
    title: MENU.off,
    contexts: ['page', 'selection', 'link', 'image', 'action'],
    documentUrlPatterns: sites.map((site) => `*://${site}/*`),
  })
}

/**
 * Listens for the menu and the key that ask about a page. The panel opens within the press; what was read waits for it
 * in memory. Call it before anything is awaited: a browser that wakes the worker for a press waits for no one.
 */
export const listenForPages = (): void => {
  browser.runtime.onInstalled.addListener(() => void makeMenu())
  browser.contextMenus.onClicked.addListener((info, tab) => {
    const page = info.pageUrl ?? tab?.url ?? ''
    if (info.menuItemId === SWITCH_OFF || info.menuItemId === SWITCH_ON) {
      if (siteOf(page) !== '') void writeSitesOff(siteOf(page), info.menuItemId === SWITCH_OFF)
      return
    }
    const wish = WISHES[String(info.menuItemId)]?.(info)
    if (wish === undefined || tab === undefined) return
    openPanel(tab.windowId)
    void ask(tab, wish, givenBy(info))
  })
  browser.commands.onCommand.addListener((command, tab) => {
    if (command !== COMMAND || tab === undefined) return
    openPanel(tab.windowId)
    void ask(tab, { of: 'selection', orPage: true })
  })
  let first = true
  watchSitesOff((sites) => {
    // The menu stays from the last start; at the first it is made whole.
    if (!first) void sayOff(sites)
    first = false
  })
}
