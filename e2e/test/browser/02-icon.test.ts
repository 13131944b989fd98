import { CHROME_EXTENSION_ORIGIN } from '@hearth/shared/transport'
import { expect, it } from 'vitest'
import { until } from '../../src/world/wait.ts'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser()

it('the icon says how things stand with the panel closed, and nobody can speak to what is behind it', async () => {
  const { browser } = scene()
  const worker = await browser.worker((url) => url.startsWith(CHROME_EXTENSION_ORIGIN))
  const title = () => worker.evaluate<string>('chrome.action.getTitle({})')
  await until('the title', async () => (await title()) === 'Hearth: not paired with a host yet')
  expect(await worker.evaluate('chrome.action.getBadgeText({})')).toBe('')
  expect(await worker.evaluate('chrome.alarms.getAll()')).toMatchObject([
    { name: 'wake', periodInMinutes: 1 },
  ])
  for (const event of ['onMessage', 'onMessageExternal', 'onConnect', 'onConnectExternal']) {
    expect(await worker.evaluate(`chrome.runtime.${event}.hasListeners()`), event).toBe(false)
  }
})
