import type { CDPSession, Page } from 'playwright-core'
import { Browser } from '../../browser/browser.ts'
import { PANEL_URL } from '../../browser/faces.ts'
import { until } from '../../world/wait.ts'
import { BLANK_PAGE, withBlankPage } from './blank.ts'

/** A machine four times as slow as this one: what people have. */
const SLOWER = 4
/** Loads per round and page, after one that warms the caches. */
const LOADS = 5

/** Runs before a page's own scripts: notes when the frame that first shows a heading was painted. */
const notePainted = (): void => {
  const seen = globalThis as unknown as { hearthPainted?: number }
  const look = (): void => {
    if (document.querySelector('h1, h2') === null) {
      requestAnimationFrame(look)
      return
    }
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        seen.hearthPainted = performance.now()
      }
      port2.postMessage(null)
    })
  }
  look()
}

/** ms from the start of a navigation to the frame with the first heading. */
const load = async (page: Page, url: string): Promise<number> => {
  await page.goto(url)
  return until('the page to be painted', () =>
    page.evaluate(() => (globalThis as unknown as { hearthPainted?: number }).hearthPainted),
  )
}

const throttled = async (page: Page): Promise<CDPSession> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  return session
}

/** Times from a click to a painted page on a slow machine: the panel, and a page of an extension with nothing in it. */
export const measureReady = async (
  program: string,
  rounds: number,
): Promise<readonly { readonly ours: number[]; readonly baseline: number[] }[]> => {
  const copy = withBlankPage()
  const browser = await Browser.launch(program, 'http://127.0.0.1:1', { extension: copy.folder })
  try {
    const blank = new URL(BLANK_PAGE, PANEL_URL).href
    const page = await browser.context.newPage()
    await page.addInitScript(notePainted)
    await throttled(page)
    await load(page, blank)
    await load(page, PANEL_URL)
    const all: { ours: number[]; baseline: number[] }[] = []
    for (let round = 0; round < rounds; round++) {
      const ours: number[] = []
      const baseline: number[] = []
      for (let n = 0; n < LOADS; n++) {
        baseline.push(await load(page, blank))
        ours.push(await load(page, PANEL_URL))
      }
      all.push({ ours, baseline })
    }
    return all
  } finally {
    await browser.close()
    copy.remove()
  }
}
