/**
 * Tries the transcript's scrolling in a real browser, where virtual lists are known to go wrong: opening at the end,
 * following it, leaving it, and pages put before what is in sight. `node extension/gallery/scroll.mjs`.
 * Needs a Chromium: CHROMIUM, else /usr/bin/chromium.
 */
import assert from 'node:assert/strict'
import { browse } from './browse.mjs'

const { base, browser, close } = await browse()

try {
  const page = await browser.newPage({ viewport: { width: 400, height: 800 } })
  page.on('pageerror', (error) => {
    process.exitCode = 1
    process.stderr.write(`${error.stack}\n`)
  })
  const log = page.locator('[role=log]')
  const open = async (scene) => {
    await page.goto(`${base}?scene=${scene}`)
    await page.waitForSelector('[data-row]')
    await page.mouse.move(200, 400)
  }
  const position = () =>
    log.evaluate(({ scrollTop, scrollHeight, clientHeight }) => ({
      top: scrollTop,
      toEnd: scrollHeight - clientHeight - scrollTop,
    }))
  const still = async () => {
    let before
    for (let i = 0; i < 100; i += 1) {
      const now = JSON.stringify(await position())
      if (now === before) return position()
      before = now
      await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 60)))
    }
    throw new Error('the transcript does not come to rest')
  }
  const say = (text) =>
    page.evaluate((text) => {
      const { host, session } = globalThis
      host.append(session, { type: 'text', turn: 2, block: 2, kind: 'message', text })
    }, text)
  const firstRow = () =>
    log.evaluate((scroller) => {
      const { top } = scroller.getBoundingClientRect()
      for (const row of scroller.querySelectorAll('[data-row]')) {
        const box = row.getBoundingClientRect()
        if (box.bottom > top + 1) return { text: row.textContent, y: box.top - top }
      }
      return null
    })
  const tried = (what) => process.stdout.write(`${what}\n`)

  await open('session-long')
  assert.equal((await still()).toEnd, 0)
  assert.ok((await page.locator('[data-row]').count()) < 60, 'only what is in sight is drawn')
  tried('5,100 blocks open at the end')

  await open('session-running')
  for (let i = 0; i < 40; i += 1) await say(` word${i}`.repeat(20))
  assert.equal((await still()).toEnd, 0)
  tried('the end is followed while text streams in')

  await page.mouse.wheel(0, -300)
  const up = await still()
  await say(' more'.repeat(500))
  assert.equal((await still()).top, up.top)
  tried('scrolling up stops following')

  await page.getByRole('button', { name: /^Jump to latest/ }).click()
  assert.ok((await still()).toEnd <= 1)
  await log.focus()
  await page.keyboard.press('PageUp')
  assert.ok((await still()).toEnd > 100)
  await say(' and more'.repeat(500))
  await page.keyboard.press('End')
  assert.ok((await still()).toEnd <= 1)
  await say(' at last'.repeat(50))
  assert.ok((await still()).toEnd <= 1)
  tried('the button and the End key come back, and follow again')

  await page.mouse.wheel(0, -20_000)
  await still()
  const fold = page.locator('summary').filter({ hasText: 'Running' })
  const stream = setInterval(() => say(' on').catch(() => clearInterval(stream)), 16)
  await fold.click({ timeout: 5_000 })
  clearInterval(stream)
  assert.equal(await page.locator('details[open]').count(), 1)
  tried('what a row holds can be pressed while text streams in')

  await open('session-earlier')
  assert.equal((await still()).toEnd, 0)
  await page.evaluate(() => {
    const { host } = globalThis
    const give = host.script.call
    host.script.call = (...asked) =>
      new Promise((done) => {
        globalThis.release = () => done(give(...asked))
      })
  })
  for (let i = 0; i < 100 && !(await page.evaluate(() => 'release' in globalThis)); i += 1) {
    await page.mouse.wheel(0, -300)
    await still()
  }
  const before = await firstRow()
  const { toEnd, top } = await position()
  await page.evaluate(() => globalThis.release())
  await page.waitForFunction((top) => document.querySelector('[role=log]').scrollTop > top + 1000, top)
  const after = await still()
  assert.equal(after.toEnd, toEnd)
  const now = await firstRow()
  assert.equal(now.text, before.text)
  assert.ok(Math.abs(now.y - before.y) <= 2, `moved by ${now.y - before.y} px`)
  tried('a page before what is in sight moves nothing')
} finally {
  await close()
}
