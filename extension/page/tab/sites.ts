import { browser } from 'wxt/browser'
import { PAGE_LIMITS } from '../limits.ts'

const KEY = 'page.off'

const sitesIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((site) => typeof site === 'string') : []

/** Sites on which nothing is read. Kept on this device alone. */
export const readSitesOff = async (): Promise<readonly string[]> =>
  sitesIn((await browser.storage.local.get(KEY))[KEY])

export const writeSitesOff = async (site: string, off: boolean): Promise<void> => {
  await navigator.locks.request(KEY, async () => {
    const others = (await readSitesOff()).filter((other) => other !== site)
    const sites = off ? [...others, site].slice(-PAGE_LIMITS.sitesOff.value) : others
    await browser.storage.local.set({ [KEY]: sites })
  })
}

/** Tells of them now and whenever they change. */
export const watchSitesOff = (tell: (sites: readonly string[]) => void): void => {
  browser.storage.local.onChanged.addListener((changes) => {
    if (KEY in changes) tell(sitesIn(changes[KEY]?.newValue))
  })
  void readSitesOff().then(tell)
}

/** The site of an address: what the switch is for. */
export const siteOf = (url: string): string => {
  try {
    return new URL(url).hostname
  } catch {
    return ''
  }
}
