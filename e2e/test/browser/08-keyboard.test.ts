import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PANEL_URL } from '../../src/browser/faces.ts'
import { focusIsVisible, tabTo } from '../../src/browser/keyboard.ts'
import { LEADS_ON, Person } from '../../src/browser/person.ts'
import { confirmPairing, HostPairing } from '../../src/world/pairing.ts'
import { until } from '../../src/world/wait.ts'
import { useBrowser } from './use-browser.ts'

/** Presses, about one every 10 ms: several times as long as a card takes none. */
const EARLY = 200
const scene = useBrowser()

it('pair, new session, prompt and approve with the keyboard alone, the focus always in sight', async () => {
  const { browser, world } = scene()
  const page = await browser.openPanel()
  const alice = new Person(page, 'alice')
  const press = async (wanted: RegExp, key = 'Enter') => {
    await tabTo(page, wanted)
    expect(await focusIsVisible(page), `the focus on ${wanted}`).toBe(true)
    await page.keyboard.press(key)
  }
  const pairing = new HostPairing(world.hearth)
  await tabTo(page, /Pairing link/)
  await page.keyboard.insertText(await pairing.link())
  await press(/button Pair$/)
  await confirmPairing(pairing, alice.digits())
  await press(/button Go to sessions/)

  await press(/button New session/)
  await press(/button Make the session/)
  await alice.composer.waitFor()
  await tabTo(page, /Prompt/)
  await page.keyboard.type('[[write path="keys.txt"]] [[text say="typed."]]')
  await page.keyboard.press('Enter')

  const allow = alice.button('Allow once')
  await allow.waitFor()
  const lead = page.getByRole('article').getByRole('button', { name: LEADS_ON })
  await until('the request to be read to its end', async () => {
    // It leaves as soon as all was seen, which may be while Tab is on its way.
    if (await lead.first().isVisible()) await press(/button (Go on|Show all)/).catch(() => undefined)
    return allow.isEnabled()
  })
  await tabTo(page, /button Allow once/)
  expect(await focusIsVisible(page)).toBe(true)
  // The way there may have moved the card: then it takes presses a moment later.
  await until('the card to take presses', () => allow.isEnabled())
  await page.keyboard.press('Enter')
  await alice.readsOf(/(?<!say=")typed\./)
  const worktree = await until('the worktree', async () => {
    const [session] = await world.hearth.ok(['sessions'])
    return (session?.place as { path: string } | undefined)?.path
  })
  expect(existsSync(join(worktree, 'keys.txt'))).toBe(true)
})

it('W7: presses that come too early decide nothing, however many: keys, clicks, and those of scripts', async () => {
  const { browser, world } = scene()
  const page = browser.context.pages().find((each) => each.url() === PANEL_URL)
  if (page === undefined) throw new Error('the panel is closed')
  const alice = new Person(page, 'alice')
  await page.evaluate(hammerAllow)
  await alice.composer.fill('[[write path="early.txt"]] [[text say="typed."]]')
  await page.keyboard.press('Enter')
  const pressed = await until('some hundred presses', () =>
    page.evaluate((least) => {
      const { hearthPresses = 0 } = globalThis as { hearthPresses?: number }
      return hearthPresses >= least && hearthPresses
    }, EARLY),
  )
  expect(pressed).toBeGreaterThanOrEqual(EARLY)
  const [session = {}] = await world.hearth.ok(['sessions'])
  expect(session).toMatchObject({ waiting: 1 })
  const file = join((session.place as { path: string }).path, 'early.txt')
  expect(existsSync(file)).toBe(false)
  await page.evaluate(() => {
    ;(globalThis as { hearthStop?: boolean }).hearthStop = true
  })
  await alice.allow()
  await until('the file', () => existsSync(file))
})

/** In the page: presses whatever allows, in every way a script can, every few milliseconds, from its first frame on. */
const hammerAllow = (): void => {
  const state = globalThis as { hearthPresses?: number; hearthStop?: boolean }
  state.hearthPresses = 0
  const press = () => {
    if (state.hearthStop) return
    for (const button of document.querySelectorAll('button')) {
      if (!button.textContent?.includes('Allow once')) continue
      for (const type of ['pointerdown', 'pointerup'])
        button.dispatchEvent(new PointerEvent(type, { bubbles: true }))
      button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
      button.click()
      state.hearthPresses = (state.hearthPresses ?? 0) + 1
    }
    setTimeout(press, 10)
  }
  press()
}
