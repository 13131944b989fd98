import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { until } from '../../src/world/wait.ts'
import { useWorld } from '../use-world.ts'

const ROUNDS = 8
const world = useWorld()

it('two devices decide at once: one wins, the other is told by whom', async () => {
  const [alice, bob] = [await world().device('alice'), await world().device('bob')]
  const session = await alice.newSession('main')
  const transcript = alice.follow(session)
  for (let round = 0; round < ROUNDS; round++) {
    const turn = await alice.prompt(session, `[[write path="r${round}.txt"]] [[text n=1]]`)
    const request = await alice.request(session, turn)
    await bob.request(session, turn)
    const [yes, no] = round % 2 === 0 ? [alice, bob] : [bob, alice]
    const views = await Promise.all([
      yes.link.decide(request.id, 'allow-once'),
      no.link.decide(request.id, 'deny'),
    ])
    const won = views.filter(({ state }) => state === 'applied')
    const [lost] = views.filter(({ state }) => state === 'answered-elsewhere')
    expect(
      [won.length, lost === undefined],
      JSON.stringify(views.map(({ state, error }) => [state, error])),
    ).toEqual([1, false])
    const winner = views[0]?.state === 'applied' ? yes : no
    const loser = winner === yes ? no : yes
    const told = await until('the loser to hear by whom', () => {
      const { by } = loser.link.requests.value.get(request.id) ?? {}
      return by ?? undefined
    })
    expect(told.id).toBe(winner.id)
    const settled = await transcript.settles(turn)
    expect(settled.requests).toMatchObject([
      { id: request.id, by: winner.id, outcome: winner === yes ? 'allowed' : 'denied' },
    ])
    expect(existsSync(join(world().repository, `r${round}.txt`))).toBe(winner === yes)
  }
})
