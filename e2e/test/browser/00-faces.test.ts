import { expect, it } from 'vitest'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser()

it('a click on the icon opens the real side panel; the relay serves the same app to a phone', async () => {
  const { browser } = scene()
  const panel = await browser.openPanel()
  const contexts = await panel.evaluate("chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })")
  expect(contexts).toMatchObject([{ documentUrl: panel.url(), incognito: false }])
  expect(await panel.title()).toBe('Hearth')
  const phone = await browser.openPhone()
  expect(await phone.title()).toBe('Hearth')
})
