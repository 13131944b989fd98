import { expect, it } from 'vitest'
import { Person, words } from '../../src/browser/person.ts'
import { expectTranscript, newestSession, turnsOf } from './host-log.ts'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser()

it('from an empty panel to the first streamed answer', async () => {
  const { world, browser } = scene()
  const alice = new Person(await browser.openPanel(), 'alice')
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
