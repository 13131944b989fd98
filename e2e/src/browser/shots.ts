import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import type { Browser } from './browser.ts'

/** Pictures for people to look at; HEARTH_SHOTS moves them. */
const FOLDER = process.env.HEARTH_SHOTS || fileURLToPath(new URL('../../.artifacts/shots', import.meta.url))

const plain = (name: string): string => name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60)

/** Saves a picture of a page; gives its file. */
export const shoot = async (page: Page, name: string): Promise<string> => {
  mkdirSync(FOLDER, { recursive: true })
  const path = join(FOLDER, `${name}.png`)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  return path
}

/** Saves pictures of all pages after a failure, and gives what they show, in words. */
export const saveFailure = async (browser: Browser, test: string): Promise<string> => {
  const said = browser
    .contexts()
    .flatMap((context) => context.pages())
    .map(async (page, n) => {
      try {
        const path = await shoot(page, `failed-${plain(test)}-${n}`)
        return `  page| ${page.url().slice(0, 80)} ${path}\n${await page.locator('body').ariaSnapshot({ timeout: 2_000 })}`
      } catch (error) {
        return `  page| ${page.url()}: ${error instanceof Error ? error.message.split('\n')[0] : error}`
      }
    })
  return (await Promise.all(said)).join('\n')
}
