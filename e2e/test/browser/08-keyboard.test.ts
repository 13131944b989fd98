import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { focusIsVisible, tabTo } from '../../src/browser/keyboard.ts'
import { Person } from '../../src/browser/person.ts'
import { confirmPairing, HostPairing } from '../../src/world/pairing.ts'
import { until } from '../../src/world/wait.ts'
import { useBrowser } from './use-browser.ts'

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

  await alice.button('Allow once').waitFor()
  await press(/button Allow once/)
  await alice.readsOf(/(?<!say=")typed\./)
  const worktree = await until('the worktree', async () => {
    const [session] = await world.hearth.ok(['sessions'])
    return (session?.place as { path: string } | undefined)?.path
  })
  expect(existsSync(join(worktree, 'keys.txt'))).toBe(true)
})

it('W7: a key that is held, or typed ahead, decides nothing before the card takes presses', async () => {
  expect(scene()).toBeDefined()
})
