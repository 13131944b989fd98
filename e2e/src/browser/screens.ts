import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

export const THEMES = ['light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** Widths of a side panel: the narrowest, a usual one, a wide one. */
export const WIDTHS = [320, 400, 560] as const
const HEIGHT = 760

/** Gives the page a size and a theme, and waits until it has taken both on. */
export const dress = async (page: Page, theme: Theme, width?: number): Promise<void> => {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  if (width !== undefined) await page.setViewportSize({ width, height: HEIGHT })
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** Is this inside a transcript? An agent's answer has the headings that the agent chose. */
const inTranscript = (page: Page, selector: string): Promise<boolean> =>
  page.locator(selector).evaluate((element) => element.closest('[role="log"]') !== null)

/** What axe finds wrong, in lines that say where. */
export const axe = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const found: string[] = []
  for (const { id, help, nodes } of violations) {
    for (const { target, failureSummary } of nodes) {
      if (id === 'heading-order' && (await inTranscript(page, target.join(' ')))) continue
      found.push(`${id}: ${help}: ${target.join(' ')} ${failureSummary ?? ''}`)
    }
  }
  return found
}

/** How far the page can be scrolled sideways, in px: 0 for none. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement ?? document.documentElement
    return scrollWidth - clientWidth
  })

/** Things to press that are smaller than 24 px either way and stand alone, by name. */
export const tooSmall = (page: Page, least = 24): Promise<string[]> =>
  page.getByRole('button').evaluateAll(
    (all, px) =>
      all
        .filter((button) => (button as HTMLElement).checkVisibility())
        .map((button) => ({
          name: button.textContent || button.ariaLabel,
          box: button.getBoundingClientRect(),
        }))
        .filter(({ box }) => box.width > 0 && (box.width < px || box.height < px))
        .map(({ name, box }) => `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
    least,
  )
