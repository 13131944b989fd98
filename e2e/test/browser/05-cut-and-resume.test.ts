import { expect, it } from 'vitest'
import { words } from '../../src/browser/person.ts'
import { until } from '../../src/world/wait.ts'
import { expectTranscript, newestSession, turnsOf } from './host-log.ts'
import { atPanel } from './people.ts'
import { useBrowser } from './use-browser.ts'

const WORDS = 400
const scene = useBrowser()

it('a cut socket, then a relay that dies and comes back, in the middle of an answer: the text is whole', async () => {
  const { world, browser } = scene()
  browser.watch.expect(/WebSocket/)
  const alice = await atPanel(scene())
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
