import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { Browser } from '../../browser/browser.ts'
import { PANEL_URL } from '../../browser/faces.ts'
import { until } from '../../world/wait.ts'
import type { Row } from '../row.ts'
import { median } from '../stats.ts'
import { BLANK_PAGE, withBlankPage } from './blank.ts'
import { gzipKb } from './eager.ts'

/** A machine four times as slow as this one: what people have. */
const SLOWER = 4
/** Loads per round and page, after one that warms the caches. */
const LOADS = 5

/** ms from the start of a navigation. */
interface Seen {
  /** The frame that first showed a heading, of whatever is there at once. */
  painted?: number
  /** The frame that first showed a screen to use: a heading other than the name of the app. */
  ready?: number
}

/** Runs before a page's own scripts: notes when both were painted. */
const notePainted = (): void => {
  const global = globalThis as unknown as { hearthSeen: Seen }
  global.hearthSeen = {}
  const note = (what: keyof Seen): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        global.hearthSeen[what] = performance.now()
      }
      port2.postMessage(null)
    })
  }
  const wait = (what: keyof Seen, isThere: (heading: Element) => boolean): void => {
    const look = (): void => {
      if ([...document.querySelectorAll('h1, h2')].some(isThere)) note(what)
      else requestAnimationFrame(look)
    }
    look()
  }
  wait('painted', () => true)
  wait('ready', (heading) => heading.textContent !== 'Hearth')
}

const load = async (page: Page, url: string): Promise<Required<Seen>> => {
  await page.goto(url)
  return until('the page to be painted', async () => {
    const seen = await page.evaluate(() => (globalThis as unknown as { hearthSeen: Seen }).hearthSeen)
    return seen.ready !== undefined && seen.painted !== undefined && (seen as Required<Seen>)
  })
}

const throttled = async (page: Page): Promise<CDPSession> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  return session
}

/** The panel on a slow machine, against a page of an extension with nothing in it. */
export interface Ready {
  /** ms to the first frame with anything in it. */
  readonly painted: Row['rounds']
  /** ms to the first screen that can be used; against the same blank page. */
  readonly ready: Row['rounds']
  /** KB, gzip, of all scripts that were loaded until then. */
  readonly kb: number
}

/** A page in a browser that was just started: nothing of it is in any cache. @returns ms to its first frame */
const loadCold = async (program: string, folder: string, url: string): Promise<number> => {
  const browser = await Browser.launch(program, 'http://127.0.0.1:1', { extension: folder })
  try {
    const page = await browser.context.newPage()
    await page.addInitScript(notePainted)
    await throttled(page)
    return (await load(page, url)).painted
  } finally {
    await browser.close()
  }
}

/** The first panel after the browser was started, against the first blank page. */
export const measureCold = async (program: string, rounds: number): Promise<Row['rounds']> => {
  const copy = withBlankPage()
  try {
    const cold: Row['rounds'][number][] = []
    for (let round = 0; round < rounds; round++) {
      const baseline = await loadCold(program, copy.folder, new URL(BLANK_PAGE, PANEL_URL).href)
      cold.push({ ours: await loadCold(program, copy.folder, PANEL_URL), baseline })
    }
    return cold
  } finally {
    copy.remove()
  }
}

/** Times from a click to a painted page. */
export const measureReady = async (program: string, rounds: number): Promise<Ready> => {
  const copy = withBlankPage()
  const browser = await Browser.launch(program, 'http://127.0.0.1:1', { extension: copy.folder })
  try {
    const blank = new URL(BLANK_PAGE, PANEL_URL).href
    const page = await browser.context.newPage()
    await page.addInitScript(notePainted)
    await throttled(page)
    await load(page, blank)
    const scripts = new Set<string>()
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname)
    })
    await load(page, PANEL_URL)
    const kb = gzipKb([...scripts].map((path) => join(copy.folder, path)))
    const painted: Row['rounds'][number][] = []
    const ready: Row['rounds'][number][] = []
    for (let round = 0; round < rounds; round++) {
      const ours: Required<Seen>[] = []
      const bare: number[] = []
      for (let n = 0; n < LOADS; n++) {
        bare.push((await load(page, blank)).painted)
        ours.push(await load(page, PANEL_URL))
      }
      const baseline = median(bare)
      painted.push({ ours: median(ours.map((seen) => seen.painted)), baseline })
      ready.push({ ours: median(ours.map((seen) => seen.ready)), baseline })
    }
    return { painted, ready, kb }
  } finally {
    await browser.close()
    copy.remove()
  }
}
