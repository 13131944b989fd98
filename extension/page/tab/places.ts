import * as v from 'valibot'
import { browser } from 'wxt/browser'
import { PAGE_LIMITS } from '../limits.ts'
import { showInPage } from './ask.ts'

const KEY = 'page.places'

const Places = v.array(v.strictObject({ tab: v.number(), page: v.string() }))

/** A page’s address without the place in it. */
const pageOf = (url: string): string => url.replace(/#.*$/, '')

const readPlaces = async (): Promise<v.InferOutput<typeof Places>> => {
  const read = v.safeParse(Places, (await browser.storage.session.get(KEY))[KEY])
  return read.success ? read.output : []
}

/** Remembers from which tab a page was taken: no list of tabs is needed to go back there. */
export const rememberPlace = async (tab: number, url: string): Promise<void> => {
  await navigator.locks.request(KEY, async () => {
    const page = pageOf(url)
    const others = (await readPlaces()).filter((place) => place.page !== page)
    await browser.storage.session.set({
      [KEY]: [...others, { tab, page }].slice(-PAGE_LIMITS.knownTabs.value),
    })
  })
}

/** The tab that a page was taken from, if it still shows it. A tab whose address is not to be known any more went elsewhere. */
const tabOf = async (url: string): Promise<{ id: number; windowId: number } | null> => {
  const page = pageOf(url)
  const place = (await readPlaces()).find((known) => known.page === page)
  if (place === undefined) return null
  try {
    const { id, windowId, url: now } = await browser.tabs.get(place.tab)
    return id === undefined || now === undefined || pageOf(now) !== page ? null : { id, windowId }
  } catch {
    // Closed.
    return null
  }
}

/** Goes to a place in a page: in the tab it was taken from while that shows it, else in a new one. */
export const showPlace = async (url: string): Promise<void> => {
  if (!/^https?:\/\//.test(url)) return
  const tab = await tabOf(url)
  if (tab === null) {
    await browser.tabs.create({ url })
    return
  }
  await browser.tabs.update(tab.id, { active: true })
  await browser.windows.update(tab.windowId, { focused: true })
  await showInPage(tab.id, url)
}
