import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { newestSession, turnsOf } from './host-log.ts'
import { atPanel, onPhone } from './people.ts'
import { useBrowser } from './use-browser.ts'

const ROUNDS = 3
const scene = useBrowser()

it('two people decide at the same moment: one wins, the other reads by whom', async () => {
  const { world } = scene()
  const [alice, bob] = [await atPanel(scene()), await onPhone(scene())]
  await alice.newSession()
  await alice.prompt('Both. [[text n=1]]')
  await bob.openSession('Both.')
  const session = await newestSession(world)
  for (let round = 0; round < ROUNDS; round++) {
    await alice.prompt(`[[write path="r${round}.txt"]] [[text say="end ${round}."]]`)
    const [yes, no] = round % 2 === 0 ? [alice, bob] : [bob, alice]
    await Promise.all([yes.readRequest(), no.readRequest()])
    const presses = [await yes.aim('Allow once'), await no.aim('Deny')]
    await Promise.all(presses.map((press) => press()))
    await alice.button('Stop').waitFor({ state: 'hidden' })
    const ended = (await turnsOf(world, session)).at(-1)
    expect(ended).toMatchObject({ n: round + 2, state: 'completed' })
    const allowed = ended?.requests[0]?.outcome === 'allowed'
    const [winner, loser] = allowed ? [yes, no] : [no, yes]
    expect(existsSync(join(world.repository, `r${round}.txt`))).toBe(allowed)
    const verb = allowed ? 'Allowed' : 'Denied'
    await loser.sees(`${verb} on ${winner.name}`)
    await winner.readsOf(new RegExp(`${verb} by you`))
    await loser.readsOf(new RegExp(`${verb} by (another device|${winner.name})`))
  }
})
