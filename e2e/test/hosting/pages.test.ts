import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Relay, startRelay } from '@hearth/relay'
import { type Front, makeCertificate, startFront } from '@hearth/shared/testing/front'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { WEB_FOLDER } from '../../src/browser/faces.ts'
import { findChromium } from '../../src/browser/program.ts'

const HOUR = 3_600_000
const found = findChromium()
const ends: (() => unknown)[] = []
let relay: Relay
let front: Front
let browser: Browser

/** A relay that serves the app by two names: this machine's, and one whose TLS ends at a proxy. */
beforeAll(async () => {
  if (!('path' in found)) return
  const dataDir = mkdtempSync(join(tmpdir(), 'hearth-pages-'))
  ends.push(() => rmSync(dataDir, { recursive: true, force: true }))
  const store = await openStore({ dataDir })
  ends.push(() => store.close())
  front = await startFront({ tls: makeCertificate(Date.now() - HOUR, Date.now() + HOUR) })
  ends.push(() => front.close())
  relay = await startRelay({ store, names: [front.origin], trustProxy: true, webRoot: WEB_FOLDER })
  ends.push(() => relay.close())
  front.to(relay.port)
  browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox'] })
  ends.push(() => browser.close())
})
beforeEach((context) => {
  if ('missing' in found && found.required) throw new Error(found.missing)
  if ('missing' in found) context.skip(found.missing)
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})

/** A page with the route of a pairing link; what its policy refused is kept. */
const open = async (origin: string): Promise<{ page: Page; refused: string[] }> => {
  // The proxy's certificate is nobody's; what is looked at here does not rest on it.
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  const refused: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text())
  })
  await page.goto(`${origin}/p#AQB`)
  return { page, refused }
}

const socketTo = (page: Page, origin: string): Promise<unknown> =>
  page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const socket = new WebSocket(url)
        socket.onopen = () => resolve('open')
        socket.onerror = () => resolve('refused')
      }),
    `${origin.replace('http', 'ws')}/relay/?EIO=4&transport=websocket`,
  )

it.each(['this machine', 'the public one'])(
  'by the name of %s the app runs in a secure context, and reaches the relay by that name only',
  async (which) => {
    const [own, other] = which === 'this machine' ? [relay.url, front.origin] : [front.origin, relay.url]
    const { page, refused } = await open(own)
    expect(await page.evaluate('isSecureContext && typeof crypto.subtle')).toBe('object')
    expect(await page.title()).toBe('Hearth')
    expect(refused).toEqual([])
    expect(await socketTo(page, own)).toBe('open')
    expect(await socketTo(page, other)).toBe('refused')
    expect(refused).toHaveLength(1)
  },
)

it('a visitor of localhost comes to the name under which keys are kept, link and all', async () => {
  const asked: string[] = []
  const { page } = await open(relay.url)
  page.on('framenavigated', (frame) => void asked.push(frame.url()))
  await page.goto(`${relay.url.replace('127.0.0.1', 'localhost')}/p#AQC`)
  expect(asked.some((url) => url === `${relay.url}/p#AQC`)).toBe(true)
  expect(new URL(page.url()).origin).toBe(relay.url)
})
