import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { words } from '../../src/browser/person.ts'
import { until } from '../../src/world/wait.ts'
import { expectTranscript, newestSession, turnsOf } from './host-log.ts'
import { atPanel, onPhone, sharing } from './people.ts'
import { useBrowser } from './use-browser.ts'

const CYCLES = 4
const WORDS = 400
const scene = useBrowser()
const person = sharing(async () => [await atPanel(scene())] as const)

it('stop in the middle of an answer, then prompt again at once: the next answer is whole and nothing else', async () => {
  const { world } = scene()
  const [alice] = await person()
  await alice.newSession()
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    await alice.prompt(`cycle ${cycle} [[text n=2000 delay=5]]`)
    await alice.readsOf(new RegExp(`cycle ${cycle} .* w20 `))
    await alice.button('Stop').click()
    await alice.prompt(`[[text say="answer number ${cycle}." delay=2]]`)
    await alice.readsOf(new RegExp(`(?<!say=")answer number ${cycle}\\.`))
  }
  const turns = await turnsOf(world, await newestSession(world))
  expect(turns.map(({ state }) => state)).toEqual(
    Array.from({ length: CYCLES }, () => ['cancelled', 'completed']).flat(),
  )
})

it('a cut socket, then a relay that dies and comes back, in the middle of an answer: the text is whole', async () => {
  const { world, browser } = scene()
  browser.watch.expect(/WebSocket/)
  const [alice] = await person()
  await alice.newSession()
  await alice.prompt(`Long. [[text n=${WORDS} delay=15]]`)
  await alice.readsOf('w30 ')
  expect(world.cutDevices()).toBeGreaterThan(0)
  await alice.readsOf('w90 ')
  await world.relay.kill()
  await alice.sees(/Showing what this device has/)
  await world.relay.start()
  const shown = await alice.readsOf(`w${WORDS - 1}`)
  expect(shown).toContain(words(WORDS))
  const session = await newestSession(world)
  const turns = await until('the turn to settle', async () => {
    const all = await turnsOf(world, session)
    return all[0]?.state === 'completed' && all
  })
  await expectTranscript(alice, turns)
})

it('the host agent dies with a request pending: said in words, then the person chooses, and it is asked anew', async () => {
  const { world } = scene()
  const [alice] = await person()
  await alice.newSession()
  await alice.prompt('Write. [[write path="late.txt"]] [[text say="written."]]')
  await alice.button('Allow once').waitFor()
  await world.host.kill()
  await alice.sees(/away|Reconnecting|not connected/i)
  expect(
    await alice
      .button('Allow once')
      .isEnabled()
      .catch(() => false),
    'nobody is there to take it',
  ).toBe(false)

  await world.host.start()
  await alice.button('Retry').click()
  await alice.allow()
  await alice.readsOf(/(?<!say=")written\./)
  expect(existsSync(join(world.repository, 'late.txt'))).toBe(true)
  const session = await newestSession(world)
  const turns = await until('the turn to settle', async () => {
    const all = await turnsOf(world, session)
    return all.at(-1)?.state === 'completed' && all
  })
  expect(turns.map(({ state }) => state)).toEqual(['unknown', 'completed'])
})

it('without a network the web view still opens and says so; with one it goes on by itself', async () => {
  const { browser, world } = scene()
  const bob = await onPhone(scene())
  await bob.newSession()
  await bob.prompt('Kept. [[text n=3]]')
  await bob.readsOf('w2')
  await until('the service worker', () =>
    bob.page.evaluate(() =>
      navigator.serviceWorker.ready.then((ready) => ready.active?.state === 'activated'),
    ),
  )
  browser.watch.expect(/WebSocket|ERR_INTERNET_DISCONNECTED|Failed to load resource/)
  await world.relay.kill()
  await bob.page.context().setOffline(true)
  await bob.page.reload()
  await bob.sees(/No network|has not answered yet/)
  expect(await bob.page.title()).toContain('Hearth')
  await bob.page.context().setOffline(false)
  await world.relay.start()
  await bob.readsOf('w2')
})
