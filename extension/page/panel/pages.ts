import { createSignal } from 'solid-js'
import { browser } from 'wxt/browser'
import type { Capture, Captured, Pages, PageTab } from '../../app/state/pages.ts'
import { failure } from '../tab/failure.ts'
import { showPlace } from '../tab/places.ts'
import { watchSitesOff, writeSitesOff } from '../tab/sites.ts'
import { forgetFailure, NOTHING_WAITS, pickUp, type Waiting, watchWaiting } from '../tab/waiting.ts'
import { FAILURE } from '../words.ts'
import { watchTabs } from './tabs.ts'

const TABS = { permissions: ['tabs' as const] }

/** A page’s own address as a permission names it. */
const originOf = (url: string): string => `${new URL(url).origin.replace(/:\d+$/, '')}/*`

const without = (taken: ReadonlySet<string>, { attachments, failure: last }: Waiting): Waiting => ({
  attachments: attachments.filter(({ id }) => !taken.has(id)),
  failure: last,
})

/**
 * Of several documents of a window one takes what waits: its panel before a tab that shows the same. The function that
 * is given says whether this one still is it.
 */
const beFirst = async (window: number, start: (isFirst: () => boolean) => void): Promise<void> => {
  const isTab = (await browser.tabs.getCurrent()) !== undefined
  let isFirst = true
  const held = navigator.locks.request(`page.panel.${window}`, { steal: !isTab }, () => {
    start(() => isFirst)
    return new Promise(() => undefined)
  })
  held.catch(() => {
    isFirst = false
  })
}

/** Pages beside the panel of this window. What takes pages apart is loaded with the first that is taken. */
export const createPanelPages = async (): Promise<Pages> => {
  const { id: window = browser.windows.WINDOW_ID_CURRENT } = await browser.windows.getCurrent()
  const [waiting, setWaiting] = createSignal(NOTHING_WAITS)
  const [tabs, setTabs] = createSignal<readonly PageTab[] | null>(null)
  const [off, setOff] = createSignal<readonly string[]>([])
  /** In a composer of ours, while storage still has it. */
  const taken = new Set<string>()
  await beFirst(window, (isFirst) =>
    watchWaiting(window, (all) => isFirst() && setWaiting(without(taken, all))),
  )
  watchSitesOff(setOff)
  watchTabs(window, setTabs)

  const capture = async (what: Capture, id: number | null): Promise<Captured> => {
    const known = id === null ? undefined : tabs()?.find((tab) => tab.id === id)
    // Within the press: a tab that was not asked about before is allowed by its site.
    const allowed =
      known === undefined ? undefined : browser.permissions.request({ origins: [originOf(known.url)] })
    const taking = import('./take.ts')
    if (allowed !== undefined && !(await allowed))
      return { ok: false, failure: failure('no-access', FAILURE.notAllowed) }
    return (await taking).takeBeside(window, what, id)
  }
  return {
    waiting: () => waiting().attachments,
    take(id) {
      taken.add(id)
      setWaiting((all) => without(taken, all))
      void pickUp(window, id)
    },
    trouble: () => waiting().failure,
    settle: () => void forgetFailure(window),
    capture: (what, tab) =>
      capture(what, tab).catch(() => ({ ok: false, failure: failure('failed', FAILURE.failed) })),
    cancel: () => void import('./take.ts').then(({ cancelBeside }) => cancelBeside(window)),
    tabs,
    // What the person refuses changes nothing.
    allowTabs: () => browser.permissions.request(TABS).catch(() => false),
    show: (page) => showPlace(page.url).catch(() => undefined),
    isOff: (site) => off().includes(site),
    switchSite: (site, isOff) => void writeSitesOff(site, isOff),
  }
}
