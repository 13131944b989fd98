import { expect, it } from 'vitest'
import { newestSession, turnsOf } from './host-log.ts'
import { atPanel } from './people.ts'
import { useBrowser } from './use-browser.ts'

const CYCLES = 4
const scene = useBrowser()

it('stop in the middle of an answer, then prompt again at once: the next answer is whole and nothing else', async () => {
  const { world } = scene()
  const alice = await atPanel(scene())
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
