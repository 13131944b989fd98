/**
 * Draws every icon from mark.svg: `node extension/icons/make.mjs`. Needs a Chromium: CHROMIUM, else /usr/bin/chromium.
 * The pictures are committed; this runs only when the mark changes.
 */
import { copyFile, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const { chromium } = createRequire(new URL('../../e2e/package.json', import.meta.url))('playwright-core')
const at = (path) => fileURLToPath(new URL(path, import.meta.url))

const DARK = '#201c19'
/** `mark`: its share of the width. `round`: the corner's share. Without a ground the page shows through. */
const ICONS = [
  { file: '../public/icon/16.png', size: 16, mark: 1 },
  { file: '../public/icon/32.png', size: 32, mark: 0.96 },
  { file: '../public/icon/48.png', size: 48, mark: 0.7, ground: DARK, round: 0.22 },
  { file: '../public/icon/128.png', size: 128, mark: 0.64, ground: DARK, round: 0.22 },
  { file: '../web/public/icon-192.png', size: 192, mark: 0.64, ground: DARK, round: 0.22 },
  { file: '../web/public/icon-512.png', size: 512, mark: 0.64, ground: DARK, round: 0.22 },
  // Cut to any shape by the phone: the ground reaches the edge, the mark stays within the middle.
  { file: '../web/public/icon-maskable-512.png', size: 512, mark: 0.5, ground: DARK, round: 0 },
  { file: '../web/public/apple-touch-icon.png', size: 180, mark: 0.6, ground: DARK, round: 0 },
]

const mark = await readFile(at('mark.svg'), 'utf8')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
})
try {
  const page = await browser.newPage()
  for (const { file, size, mark: share, ground = 'transparent', round = 0 } of ICONS) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>
      body { margin: 0; display: grid; place-items: center; height: 100vh; background: ${ground}; border-radius: ${round * size}px }
      html { background: transparent } svg { width: ${share * size}px; height: ${share * size}px }
    </style>${mark}`)
    // The body's ground would otherwise fill the page, corners included.
    await page.evaluate((color) => {
      document.body.style.background = 'none'
      const box = document.createElement('div')
      box.style.cssText = `position:fixed;inset:0;z-index:-1;background:${color};border-radius:${getComputedStyle(document.body).borderRadius}`
      document.body.append(box)
    }, ground)
    await page.screenshot({ path: at(file), omitBackground: true })
    process.stdout.write(`${file}\n`)
  }
  await copyFile(at('mark.svg'), at('../web/public/icon.svg'))
} finally {
  await browser.close()
}
