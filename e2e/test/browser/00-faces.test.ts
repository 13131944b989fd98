import { CHROME_EXTENSION_ORIGIN } from '@hearth/shared/transport'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EXTENSION_ID, PANEL_URL } from '../../src/browser/faces.ts'
import { writeOtherExtension } from '../../src/browser/other-extension.ts'
import { type Site, startSite } from '../../src/browser/site.ts'
import { until } from '../../src/world/wait.ts'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser({ others: (world) => [writeOtherExtension(world.sandbox.root)] })

let site: Site
beforeAll(async () => {
  site = await startSite('<!doctype html><title>Mallory</title><p>A page')
})
afterAll(() => site?.close())

const open = async () => {
  const { browser } = scene()
  browser.watch.allowOrigin(site.origin)
  const page = await browser.context.newPage()
  await page.goto(site.origin)
  return page
}

/** In a page or a worker: how a try to open the relay's socket ended. */
const dial = (url: string) =>
  new Promise<string>((resolve) => {
    const socket = new WebSocket(url)
    socket.onopen = () => resolve('open')
    socket.onerror = () => resolve('refused')
  })

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

it('a click on the icon opens the real side panel; the relay serves the same app to a phone', async () => {
  const { browser } = scene()
  const panel = await browser.openPanel()
  const contexts = await panel.evaluate("chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })")
  expect(contexts).toMatchObject([{ documentUrl: panel.url(), incognito: false }])
  expect(await panel.title()).toBe('Hearth')
  const phone = await browser.openPhone()
  expect(await phone.title()).toBe('Hearth')
  await panel.close()
  await phone.context().close()
})

it('W3 W9: a page has no way to the extension, and its socket to the relay is refused', async () => {
  const { world, browser } = scene()
  browser.watch.expect(/WebSocket connection to/, /chrome-extension:\/\/invalid/, new RegExp(PANEL_URL))
  const page = await open()
  const messaging = await page.evaluate((id) => {
    const { chrome } = globalThis as unknown as {
      chrome?: { runtime?: { sendMessage?(id: string, message: unknown): Promise<unknown> } }
    }
    const send = chrome?.runtime?.sendMessage
    if (send === undefined) return 'no way'
    return send(id, { type: 'decide' }).then(
      () => 'answered',
      () => 'refused',
    )
  }, EXTENSION_ID)
  expect(messaging).toBe('no way')
  const files = await page.evaluate(async (url) => {
    try {
      return (await fetch(url)).status
    } catch {
      return 'refused'
    }
  }, PANEL_URL)
  expect(files).toBe('refused')
  const socket = `${world.origin.replace('http', 'ws')}/relay/?EIO=4&transport=websocket`
  expect(await page.evaluate(dial, socket)).toBe('refused')
  await page.close()
  const panel = await browser.openPanel()
  expect(await panel.evaluate(dial, socket), 'the panel itself').toBe('open')
  await panel.close()
})

it('W9: another extension gets no answer from ours, and none from the relay', async () => {
  const { world, browser } = scene()
  const other = await browser.worker((url) => !url.includes(EXTENSION_ID))
  const answer = await other.evaluate(async (id) => {
    const { runtime } = (
      globalThis as unknown as {
        chrome: { runtime: { sendMessage(id: string, message: unknown): Promise<unknown> } }
      }
    ).chrome
    try {
      return JSON.stringify(await runtime.sendMessage(id, { type: 'decide', choice: 'allow-once' }))
    } catch (error) {
      return String(error)
    }
  }, EXTENSION_ID)
  expect(answer).toMatch(/Receiving end does not exist/)
  const socket = `${world.origin.replace('http', 'ws')}/relay/?EIO=4&transport=websocket`
  expect(await other.evaluate(dial, socket)).toBe('refused')
})

it('W7: neither face can be framed by a page', async () => {
  const { world, browser } = scene()
  browser.watch.expect(/frame-ancestors|Refused to (frame|display)|X-Frame-Options|ERR_BLOCKED|Framing/)
  const page = await open()
  for (const url of [world.origin, PANEL_URL]) {
    const text = await page.evaluate(async (src) => {
      const frame = document.createElement('iframe')
      frame.src = src
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
      document.body.append(frame)
      await loaded
      return frame.src
    }, url)
    expect(text).toContain(url)
    const framed = page.frames().at(-1)
    expect(framed?.url(), 'a page of the browser that says no').toMatch(/^chrome-error:/)
  }
  await page.close()
})
