import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CHROME_EXTENSION_ORIGIN } from '@hearth/shared/transport'
import { expect, it } from 'vitest'
import { ExtensionNotices } from '../../src/browser/extension-notices.ts'
import { PANEL_URL } from '../../src/browser/faces.ts'
import { Person } from '../../src/browser/person.ts'
import type { Device } from '../../src/world/device.ts'
import { until } from '../../src/world/wait.ts'
import { atPanel } from './people.ts'
import { useBrowser } from './use-browser.ts'

/** A cold agent on a machine that is busy. */
const AGENT_START_MS = 90_000
const scene = useBrowser()
let met: Promise<{ notices: ExtensionNotices; charlie: Device }> | undefined

/** Alice has paired the panel, switched notifications on and closed it; charlie is another device of hers. */
const away = () => {
  met ??= (async () => {
    const { browser, world } = scene()
    const alice = await atPanel(scene())
    const notices = await ExtensionNotices.of(
      await browser.worker((url) => url.startsWith(CHROME_EXTENSION_ORIGIN)),
    )
    await alice.button('More').click()
    await alice.page.getByRole('menuitem', { name: 'Notifications' }).click()
    await alice.page.getByRole('switch', { name: 'Notifications on this device' }).click()
    await alice.sees('While this browser runs')
    await alice.page.close()
    return { notices, charlie: await world.device('charlie') }
  })()
  return met
}

/** Has charlie's session ask for something; gives the request's id. */
const asked = async (does: string): Promise<string> => {
  const { charlie } = await away()
  const session = await charlie.newSession('main', 'Errands')
  const turn = await charlie.prompt(session, does)
  return (await charlie.request(session, turn, AGENT_START_MS)).id
}

it('a request shows its exact words while no panel is there; allowed by its button, it says so and goes', async () => {
  const request = await asked('[[bash cmd="git status --short"]] [[text say="looked."]]')
  const { notices, charlie } = await away()
  const shown = await notices.sees(/^Run a command$/)
  const [exact, where, risk] = shown.message.split('\n')
  expect(exact).toBe('git status --short')
  expect(where).toMatch(/^project · Errands · ./)
  expect(risk).toMatch(/^Risk 1 of 4: ./)
  expect(shown).toMatchObject({ buttons: ['Allow', 'Deny'], silent: false })
  await notices.press(shown, 'Allow')
  expect(await notices.sees(/^Allowed$/)).toMatchObject({ tag: shown.tag, buttons: [], silent: true })
  const outcome = () => charlie.link.requests.value.get(request)?.outcome
  expect(await until('the outcome at another device', outcome)).toBe('allowed')
  await notices.leaves(shown)
})

it('what is graver leads to its card alone: the panel, or a tab where the browser opens none', async () => {
  const request = await asked('[[bash cmd="touch ran.txt"]] [[text say="ran."]]')
  const { notices, charlie } = await away()
  const { browser, world } = scene()
  const shown = await notices.sees(/^Run a command$/)
  expect(shown.message).toMatch(/^touch ran\.txt\n/)
  expect(shown.buttons).toEqual(['Review'])
  const opened = browser.context.waitForEvent('page', {
    predicate: (page) => page.url().startsWith(PANEL_URL),
  })
  await notices.press(shown, 'Review')
  const page = await opened
  const alice = new Person(page, 'alice')
  await alice.button('Deny').waitFor()
  await alice.sees('touch ran.txt')
  await notices.leaves(shown)
  await page.close()
  await charlie.link.decide(request, 'deny')
  expect(existsSync(join(world.repository, 'ran.txt'))).toBe(false)
})

it('answered elsewhere: it says where, without a sound, and goes', async () => {
  const request = await asked('[[write path="elsewhere.txt"]] [[text say="there."]]')
  const { notices, charlie } = await away()
  const shown = await notices.sees(/^Edit files$/)
  // What an edit does is its diff, which no notification has room for.
  expect(shown.buttons).toEqual(['Review'])
  await charlie.link.decide(request, 'deny')
  expect(await notices.sees(/^Denied on charlie$/)).toMatchObject({
    tag: shown.tag,
    silent: true,
    buttons: [],
  })
  await notices.leaves(shown)
})
