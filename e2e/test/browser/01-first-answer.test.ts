import { expect, it } from 'vitest'
import { PANEL_URL } from '../../src/browser/faces.ts'
import { Person, words } from '../../src/browser/person.ts'
import { expectTranscript, newestSession, turnsOf } from './host-log.ts'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser()
let alice: Person

it('from an empty panel to the first streamed answer', async () => {
  const { world, browser } = scene()
  alice = new Person(await browser.openPanel(), 'alice')
  await alice.pair(world.hearth)
  await alice.newSession()
  await alice.prompt('Say sixty words. [[text n=60 delay=10]]')
  await alice.readsOf(words(60))
  const session = await newestSession(world)
  const turns = await turnsOf(world, session)
  expect(turns).toMatchObject([{ state: 'completed' }])
  await expectTranscript(alice, turns)
  const devices = await world.hearth.ok(['devices'])
  expect(devices).toMatchObject([{ name: 'alice' }])
})

it('two windows of one profile are one device: both follow, either sends, each prompt runs once', async () => {
  const { browser, world } = scene()
  await alice.openHome()
  await alice.newSession()
  await alice.prompt('First window. [[text n=10]]')
  await alice.readsOf(words(10))

  const tab = await browser.context.newPage()
  await tab.goto(PANEL_URL)
  const other = new Person(tab, 'alice')
  await other.openSession('First window.')
  await other.readsOf(words(10))
  await Promise.all([
    other.prompt('from-the-other [[text n=40 delay=10]]'),
    alice.prompt('from-the-first [[text n=40 delay=10]]'),
  ])
  const session = await newestSession(world)
  for (const person of [alice, other])
    await person.readsOf(/from-the-other.*w39.*w39|from-the-first.*w39.*w39/)
  expect(world.asked('from-the-other')).toBe(1)
  expect(world.asked('from-the-first')).toBe(1)
  const turns = await turnsOf(world, session)
  expect(turns.map(({ state }) => state)).toEqual(['completed', 'completed', 'completed'])
  for (const person of [alice, other]) await expectTranscript(person, turns)
  expect(await world.hearth.ok(['devices'])).toHaveLength(1)
})
