import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { until } from '../../src/world/wait.ts'
import { newestSession, turnsOf } from './host-log.ts'
import { atPanel } from './people.ts'
import { useBrowser } from './use-browser.ts'

const scene = useBrowser()

it('the host agent dies with a request pending: said in words, then the person chooses, and it is asked anew', async () => {
  const { world } = scene()
  const alice = await atPanel(scene())
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
