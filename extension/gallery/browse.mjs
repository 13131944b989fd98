import { createRequire } from 'node:module'
import { createServer } from 'vite'

const { chromium } = createRequire(new URL('../../e2e/package.json', import.meta.url))('playwright-core')

/** Serves the gallery and opens a Chromium: CHROMIUM, else /usr/bin/chromium. `base` is the gallery's address. */
export async function browse() {
  const server = await createServer({
    configFile: new URL('vite.config.ts', import.meta.url).pathname,
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1' },
  })
  await server.listen()
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  })
  return {
    base: `http://127.0.0.1:${server.httpServer.address().port}/`,
    browser,
    async close() {
      await browser.close()
      await server.close()
    },
  }
}
