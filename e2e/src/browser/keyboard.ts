import type { Page } from 'playwright-core'

/** Presses of Tab before something counts as out of reach. */
const REACH = 60

/** What has the focus: its role and its name, as far as the element itself tells. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return ''
    const labels = (element as HTMLInputElement).labels
    const name = element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent ?? ''
    return `${element.getAttribute('role') ?? element.localName} ${name.replace(/\s+/g, ' ').trim()}`
  })

/** Moves the focus with Tab alone until what has it matches. @throws with all that was passed when it is out of reach */
export const tabTo = async (page: Page, wanted: RegExp): Promise<void> => {
  const passed: string[] = []
  for (let n = 0; n < REACH; n++) {
    const now = await focused(page)
    if (wanted.test(now)) return
    passed.push(now)
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${wanted}, but: ${[...new Set(passed)].join(' | ')}`)
}

/** Does what has the focus show that it has? */
export const focusIsVisible = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return false
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  })
