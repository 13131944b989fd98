/**
 * Pictures of the gallery: `node extension/gallery/shots.mjs [--out DIR] [--theme light|dark] [--size 400] [scene…]`.
 * Prints one path a line. `--fold` keeps to one screen's height; `--axe` also has axe look for what keeps people out,
 * and fails if it finds something. Needs a Chromium: CHROMIUM, else /usr/bin/chromium.
 */
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { browse } from './browse.mjs'

const { AxeBuilder } = createRequire(new URL('../../e2e/package.json', import.meta.url))(
  '@axe-core/playwright',
)

/** Panels as narrow and as wide as people have them, and a phone. */
export const SIZES = [
  { name: '320', width: 320, height: 720 },
  { name: '400', width: 400, height: 800 },
  { name: '560', width: 560, height: 800 },
  { name: 'phone', width: 390, height: 844, phone: true },
]

/** The first page has everything compiled; a busy machine takes its time over that. */
const PATIENCE_MS = 240_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: '/tmp/shots/gallery' },
    theme: { type: 'string', multiple: true, default: ['light', 'dark'] },
    size: { type: 'string', multiple: true, default: SIZES.map(({ name }) => name) },
    fold: { type: 'boolean', default: false },
    axe: { type: 'boolean', default: false },
  },
})

const { base, browser, close } = await browse()
let failed = false
try {
  await mkdir(values.out, { recursive: true })
  for (const { name, width, height, phone } of SIZES.filter((size) => values.size.includes(size.name))) {
    const context = await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: 2,
      reducedMotion: 'reduce',
      hasTouch: phone === true,
      isMobile: phone === true,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    page.on('pageerror', (error) => {
      failed = true
      process.stderr.write(`${error.stack}\n`)
    })
    await page.goto(base)
    const all = await page.evaluate(() =>
      [...document.querySelectorAll('li a:first-child')].map((a) => a.textContent),
    )
    for (const scene of all.filter(
      (one) => positionals.length === 0 || positionals.some((p) => one.startsWith(p)),
    )) {
      for (const theme of values.theme) {
        await page.setViewportSize({ width, height })
        await page.goto(`${base}?scene=${scene}&theme=${theme}`)
        await page.waitForLoadState('networkidle')
        const whole = await page.evaluate(() => {
          const body = document.querySelector('main')
          return body ? body.scrollHeight - body.clientHeight : 0
        })
        if (whole > 0 && !values.fold) await page.setViewportSize({ width, height: height + whole })
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        if (sideways > 0) process.stderr.write(`${scene} scrolls sideways by ${sideways} px at ${width}\n`)
        if (values.axe) {
          const { violations } = await new AxeBuilder({ page }).analyze()
          for (const { id, help, nodes } of violations) {
            failed = true
            process.stderr.write(`${scene} ${name} ${theme}: ${id}: ${help}\n`)
            for (const { html, failureSummary } of nodes.slice(0, 3)) {
              process.stderr.write(
                `  ${html.slice(0, 160)}\n  ${failureSummary?.replaceAll('\n', ' ').slice(0, 240)}\n`,
              )
            }
          }
        }
        const path = join(values.out, `${scene}-${name}-${theme}.png`)
        await page.screenshot({ path })
        process.stdout.write(`${path}\n`)
      }
    }
    await context.close()
  }
} finally {
  await close()
}
process.exitCode = failed ? 1 : 0
